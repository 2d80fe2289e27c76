using Scheduler.Bench.Output;
using Scheduler.Bench.Perf.Playing;
using Scheduler.Bench.Perf.Workloads;
using Scheduler.Core.Configuration;

namespace Scheduler.Tests.Bench.Perf;

public sealed class WorkloadFilesTests
{
    private const string Good = """
        group: g
        case: C
        steps:
        - createNodes: {count: $nodes, template: small, label: {key: zone, values: [a, b]}}
        - createPods: {count: $podsPerNamespace, template: web, namespace: team, namespaces: $teams, measured: true}
        templates:
          nodes:
            small: {status: {allocatable: {cpu: 1}}}
          pods:
            web: {spec: {containers: [{name: app}]}}
        workloads:
        - name: Row
          params: {nodes: 10, podsPerNamespace: 3, teams: 5}
          labels: [performance]
          floor: 60
        """;

    [Fact]
    public void A_row_fills_the_parameters_of_the_steps()
    {
        Workload row = Assert.Single(WorkloadFiles.ReadText(Good, "w.yaml"));
        Assert.Equal("g/C/Row", row.Path);
        Assert.Equal(10, row.Nodes);
        Assert.Equal(15, row.MeasuredPods);
        Assert.Equal(60, row.FloorPodsPerSecond);
        Assert.Equal(["team-0", "team-1", "team-2", "team-3", "team-4"], Assert.IsType<CreatePods>(row.Steps[1]).Namespaces);
    }

    [Fact]
    public void Scaling_rounds_up_and_leaves_counts_per_namespace_alone()
    {
        Workload row = Assert.Single(WorkloadFiles.ReadText(Good, "w.yaml", 0.25));
        Assert.Equal(3, row.Nodes);
        Assert.Equal(2 * 3, row.MeasuredPods);
    }

    [Theory]
    [InlineData("count: $nodes,", "count: $nodse,", "steps[0].createNodes.count: \"$nodse\": is no parameter of workloads[0]")]
    [InlineData("template: web", "template: wbe", "steps[1].createPods.template: \"wbe\": is none of templates.pods")]
    [InlineData("measured: true", "mesured: true", "steps[1].createPods.mesured: unknown field")]
    [InlineData("measured: true", "expect: perhaps", "steps[1].createPods.expect: \"perhaps\": must be placed, unschedulable or held")]
    [InlineData("createPods:", "makePods:", "steps[1].makePods: unknown field")]
    [InlineData("teams: 5}", "teams: 5, more: 1}", "workloads[0].params: an object: more is used by no step")]
    [InlineData("teams: 5}", "teams: many}", "workloads[0].params: an object: teams must be a whole number of at least 0")]
    [InlineData("measured: true", "wait: false", "steps[1].createPods.wait: false: needs queue: true")]
    [InlineData("group: g", "group: ''", "group: \"\": must be written")]
    public void Errors_name_the_field(string right, string wrong, string message)
    {
        ConfigurationException error = Assert.Throws<ConfigurationException>(() => WorkloadFiles.ReadText(Good.Replace(right, wrong), "w.yaml"));
        Assert.Contains($"w.yaml: {message}", error.Message);
    }

    [Fact]
    public void A_pattern_that_matches_nothing_is_an_error() =>
        Assert.Throws<InputException>(() => WorkloadFiles.Read(Fixtures.PathOf("workloads"), "*NoSuchCase*"));

    [Theory]
    [InlineData("misc/SchedulingBasic/5Nodes")]
    [InlineData("SchedulingBasic/5Nodes")]
    [InlineData("schedulingbasic/5nodes")]
    [InlineData("*SchedulingBasic/?Nodes")]
    public void Patterns_match_with_and_without_the_group(string pattern) =>
        Assert.Equal("misc/SchedulingBasic/5Nodes", Assert.Single(WorkloadFiles.Read(Fixtures.PathOf("workloads"), pattern)).Path);
}
