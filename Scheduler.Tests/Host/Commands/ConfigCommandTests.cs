using Scheduler.Core.Configuration;
using Scheduler.Host.Commands;
using Scheduler.Plugins;

namespace Scheduler.Tests.Host.Commands;

public sealed class ConfigCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("config-").FullName;
    private readonly StringWriter output = new();
    private readonly StringWriter errors = new();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_default_configuration_is_printed_with_nothing_left_out()
    {
        Assert.Equal(0, await Run("config", "--print-defaults"));
        Verify.That(output.ToString());
    }

    [Fact]
    public async Task What_is_printed_reads_as_the_same_configuration()
    {
        string file = Write("""
            apiVersion: kubescheduler.config.k8s.io/v1
            kind: KubeSchedulerConfiguration
            percentageOfNodesToScore: 30
            profiles:
            - schedulerName: "on"
              percentageOfNodesToScore: 0
              plugins:
                score: {enabled: [{name: ImageLocality, weight: 7}], disabled: [{name: TaintToleration}]}
                multiPoint: {enabled: [{name: NodeAffinity}], disabled: [{name: NodePorts}]}
              pluginConfig:
              - {name: NodeName, args: {kept: "yes"}}
              - name: NodeAffinity
                args: {addedAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: In, values: ["1", "true"]}]}]}}}
            - schedulerName: "1"
            extenders:
            - {urlPrefix: "http://x:1", filterVerb: f, httpTimeout: 1m30s, tlsConfig: {serverName: s, caData: YWI=}, managedResources: [{name: example.com/a, ignoredByScheduler: true}]}
            """);
        Assert.Equal(0, await Run("config", "--print-defaults", "--config", file));
        string printed = output.ToString();
        SchedulerConfiguration again = SchedulerConfiguration.ReadText(printed, "printed", DefaultPlugins.Catalog, FeatureGates.Default);
        Assert.Equal(printed, YamlText.Of(writer => again.Write(writer, FeatureGates.Default)));
        Assert.Equal(["on", "1"], again.Profiles.Select(profile => profile.SchedulerName));
        Assert.Contains("kept: ", printed);
    }

    [Fact]
    public async Task A_valid_file_is_said_to_be_valid()
    {
        string file = Write("apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\nprofiles: [{pluginConfig: [{name: NodeName, args: {}}]}]\n");
        Assert.Equal(0, await Run("config", "--validate", file));
        Assert.Equal($"{file}: valid: 1 profile, 0 extenders\n", output.ToString());
        Assert.Equal($"warning: {file}: profiles[0].pluginConfig[0]: \"NodeName\": the plugin takes no arguments: ignored\n", errors.ToString());
    }

    [Fact]
    public async Task Every_error_of_a_wrong_file_has_a_line()
    {
        string file = Write("apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\nparallelism: -1\nparallelysm: 1\n");
        Assert.Equal(2, await Run("config", "--validate", file));
        Assert.Equal($"{file}: parallelism: -1: must be at least 1\n{file}: parallelysm: unknown field\n", errors.ToString());
        Assert.Empty(output.ToString());
    }

    [Theory]
    [InlineData("config")]
    [InlineData("config", "--validate", "a", "--print-defaults")]
    [InlineData("config", "--validate", "a", "--config", "b")]
    [InlineData("config", "--print-defaults", "--feature-gates", "Nothing=true")]
    [InlineData("config", "--validate", "no/such/file")]
    [InlineData("config", "--unknown")]
    [InlineData("unknown")]
    [InlineData]
    public async Task A_wrong_command_line_is_explained(params string[] args)
    {
        Assert.Equal(2, await Run(args));
        Assert.NotEmpty(errors.ToString());
    }

    [Fact]
    public async Task Help_is_no_error()
    {
        Assert.Equal(0, await Run("--help"));
        Assert.Contains("config", output.ToString());
        Assert.Empty(errors.ToString());
    }

    private Task<int> Run(params string[] args) => Cli.RunAsync(args, new(output, errors), CancellationToken.None);

    private string Write(string text)
    {
        string file = Path.Combine(folder, "scheduler.yaml");
        File.WriteAllText(file, text);
        return file;
    }
}
