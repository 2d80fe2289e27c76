using Scheduler.Core.Configuration;
using Scheduler.Core.Framework;

namespace Scheduler.Tests.Core.Configuration;

/// <summary>How a written profile and the default one become one (docs/semantics.md 2.1). The plugins: <see cref="StubPlugins"/>.</summary>
public sealed class ProfileMergingTests
{
    [Fact]
    public void Without_plugins_the_defaults_run_in_their_order_at_every_moment_they_take_part_in()
    {
        ProfileSpec profile = Merge("");
        Assert.Equal("A B C", Order(profile, ExtensionPoint.Filter));
        Assert.Equal("A=3 B=1", Weights(profile));
        Assert.Equal("Sort", Order(profile, ExtensionPoint.QueueSort));
        Assert.Equal("Binder", Order(profile, ExtensionPoint.Bind));
        Assert.False(profile.Plugins.ContainsKey(ExtensionPoint.PreFilter));
    }

    [Theory]
    [InlineData("multiPoint: {disabled: [{name: B}]}", "A C", "A=3")]
    [InlineData("filter: {disabled: [{name: B}]}", "A C", "A=3 B=1")]
    [InlineData("score: {disabled: [{name: '*'}]}", "A B C", "")]
    [InlineData("filter: {disabled: [{name: '*'}], enabled: [{name: C}, {name: A}]}", "C A", "A=3 B=1")]
    [InlineData("filter: {disabled: [{name: Nobody}]}", "A B C", "A=3 B=1")]
    public void What_is_disabled_does_not_run(string plugins, string filters, string scores) => Check(plugins, filters, scores);

    [Theory]
    [InlineData("multiPoint: {enabled: [{name: Other, weight: 7}]}", "A B C Other", "A=3 B=1 Other=7")]
    [InlineData("filter: {enabled: [{name: Other}]}", "A B C Other", "A=3 B=1")]
    [InlineData("score: {enabled: [{name: Other}]}", "A B C", "A=3 B=1 Other=1")]
    public void What_is_enabled_in_addition_comes_last(string plugins, string filters, string scores) => Check(plugins, filters, scores);

    [Theory]
    [InlineData("multiPoint: {enabled: [{name: B, weight: 5}]}", "A=3 B=5")]
    [InlineData("multiPoint: {enabled: [{name: A}]}", "A=1 B=1")]
    [InlineData("multiPoint: {enabled: [{name: A, weight: 0}]}", "A=1 B=1")]
    [InlineData("multiPoint: {enabled: [{name: Other}, {name: B, weight: 5}, {name: A, weight: 4}]}", "A=4 B=5 Other=1")]
    public void A_default_that_is_enabled_again_is_replaced_in_place_with_its_weight(string plugins, string scores) => Check(plugins, null, scores);

    [Fact]
    public void A_default_that_is_disabled_and_enabled_comes_last() =>
        Check("multiPoint: {disabled: [{name: A}], enabled: [{name: A, weight: 4}]}", "B C A", "B=1 A=4");

    [Fact]
    public void At_one_moment_the_named_ones_that_multiPoint_has_too_come_first_then_the_rest_of_multiPoint_then_the_rest_of_the_named() =>
        Check("filter: {enabled: [{name: Other}, {name: C}, {name: B}]}", "C B A Other", "A=3 B=1");

    [Fact]
    public void A_weight_at_score_wins_over_the_one_in_multiPoint_and_is_one_where_it_is_not_written()
    {
        Check("score: {enabled: [{name: B, weight: 9}]}", null, "B=9 A=3");
        Check("score: {enabled: [{name: A}]}", null, "A=1 B=1");
        Check("score: {enabled: [{name: A}]}, multiPoint: {enabled: [{name: A, weight: 6}]}", null, "A=1 B=1");
    }

    [Fact]
    public void A_plugin_disabled_and_enabled_at_a_moment_is_no_override_and_comes_last() =>
        Check("score: {disabled: [{name: A}], enabled: [{name: A, weight: 2}]}", null, "B=1 A=2");

    [Fact]
    public void Everything_disabled_in_multiPoint_leaves_what_is_enabled_there() =>
        Check("multiPoint: {disabled: [{name: '*'}], enabled: [{name: Binder}, {name: Sort}, {name: C}, {name: A}]}", "C A", "A=1");

    [Fact]
    public void Another_order_of_the_queue_takes_the_place_of_the_default_one()
    {
        ProfileSpec profile = Merge("queueSort: {disabled: [{name: Sort}], enabled: [{name: OtherSort}]}");
        Assert.Equal("OtherSort", Order(profile, ExtensionPoint.QueueSort));
    }

    [Fact]
    public void Arguments_are_read_and_those_of_plugins_in_use_are_defaulted()
    {
        Assert.Equal("default", Merge("").Args["C"]);
        Assert.Equal("mine", Merge("", "[{name: C, args: {value: mine}}]").Args["C"]);
        Assert.Equal("default", Merge("", "[{name: C}]").Args["C"]);
        Assert.Empty(Merge("multiPoint: {disabled: [{name: C}]}").Args);
    }

    [Fact]
    public void Arguments_that_nobody_reads_are_kept_and_warned_about()
    {
        SchedulerConfiguration configuration = Read("filter: {disabled: [{name: Nowhere}]}", "[{name: A, args: {x: 1}}, {name: Nobody, args: {}}]");
        Assert.Equal("""{"x":1}""", configuration.Profiles[0].WrittenArgs["A"].GetRawText());
        Assert.Equal(
            [
                "profiles[0].pluginConfig[0]: \"A\": the plugin takes no arguments: ignored",
                "profiles[0].pluginConfig[1]: \"Nobody\": there is no such plugin: ignored",
                "profiles[0].plugins.filter.disabled: \"Nowhere\": there is no such plugin: ignored",
            ],
            configuration.Warnings);
    }

    private static void Check(string plugins, string? filters, string scores)
    {
        ProfileSpec profile = Merge(plugins);
        if (filters is not null) Assert.Equal(filters, Order(profile, ExtensionPoint.Filter));
        Assert.Equal(scores, Weights(profile));
    }

    private static ProfileSpec Merge(string plugins, string pluginConfig = "[]") => Read(plugins, pluginConfig).Profiles[0];

    private static SchedulerConfiguration Read(string plugins, string pluginConfig)
    {
        string yaml = $$"""
            apiVersion: kubescheduler.config.k8s.io/v1
            kind: KubeSchedulerConfiguration
            profiles:
            - plugins: { {{plugins}} }
              pluginConfig: {{pluginConfig}}
            """;
        return SchedulerConfiguration.ReadText(yaml, "test.yaml", StubPlugins.Catalog, FeatureGates.Default);
    }

    private static string Order(ProfileSpec profile, ExtensionPoint point) =>
        string.Join(' ', profile.Plugins.GetValueOrDefault(point, []).Select(plugin => plugin.Name));

    private static string Weights(ProfileSpec profile) =>
        string.Join(' ', profile.Plugins.GetValueOrDefault(ExtensionPoint.Score, []).Select(plugin => $"{plugin.Name}={plugin.Weight}"));
}
