using Scheduler.Core.Objects;
using Scheduler.Plugins.NodeAffinity;

namespace Scheduler.Tests.Plugins.NodeAffinity;

public sealed class NodeAffinityArgsTests
{
    private const string Required = "addedAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0]";
    private const string Preferred = "addedAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference";

    private static readonly ArgsCheck<NodeAffinityArgs> Args = new(NodeAffinityArgs.Read);

    [Fact]
    public void Nothing_is_added_by_default() => Assert.Null(Args.Default.AddedAffinity);

    [Fact]
    public void Both_parts_are_read()
    {
        Scheduler.Core.Objects.NodeAffinity added = Args.Read("""
            {"addedAffinity":{
              "requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[
                {"matchExpressions":[{"key":"gen","operator":"Gt","values":["2"]}]},
                {"matchFields":[{"key":"metadata.name","operator":"In","values":["n1"]}]},
                {}]},
              "preferredDuringSchedulingIgnoredDuringExecution":[{"weight":5,"preference":{"matchExpressions":[{"key":"disk","operator":"Exists"}]}}]}}
            """).AddedAffinity!;
        Assert.Equal(3, added.Required!.Terms.Length);
        Assert.Equal(("gen", "Gt", "2"), Parts(added.Required.Terms[0].MatchExpressions[0]));
        Assert.Equal(("metadata.name", "In", "n1"), Parts(added.Required.Terms[1].MatchFields[0]));
        PreferredSchedulingTerm preferred = Assert.Single(added.Preferred!);
        Assert.Equal(5, preferred.Weight);
        Assert.Equal(("disk", "Exists", ""), Parts(preferred.Preference.MatchExpressions[0]));
    }

    [Theory]
    [InlineData("""{"key":"a","operator":"Near"}""", ".operator: Unsupported value: \"Near\"")]
    [InlineData("""{"key":"a","operator":"In"}""", ".values: Required value")]
    [InlineData("""{"key":"a","operator":"Exists","values":["x"]}""", ".values: must be empty")]
    [InlineData("""{"key":"a","operator":"Lt","values":["x"]}""", ".values: must be one integer")]
    [InlineData("""{"key":"-a","operator":"Exists"}""", ".key: Invalid value: \"-a\"")]
    [InlineData("""{"key":"a","operator":"In","values":["-x"]}""", ".values: Invalid value: \"-x\"")]
    public void A_term_that_could_never_match_is_refused(string expression, string error)
    {
        string term = $"{{\"matchExpressions\":[{expression}]}}";
        Assert.Equal(
            $"{Required}.matchExpressions[0]{error}",
            Args.Errors("""{"addedAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[TERM]}}}""".Replace("TERM", term)));
        Assert.Equal(
            $"{Preferred}.matchExpressions[0]{error}",
            Args.Errors("""{"addedAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":1,"preference":TERM}]}}""".Replace("TERM", term)));
    }

    [Fact]
    public void A_misspelt_field_is_refused() =>
        Assert.Equal("addedAffinity.required: unknown field", Args.Errors("""{"addedAffinity":{"required":{}}}"""));

    private static (string Key, string Operator, string Values) Parts(SelectorRequirement requirement) =>
        (requirement.Key, requirement.Operator, string.Join(',', requirement.Values));
}
