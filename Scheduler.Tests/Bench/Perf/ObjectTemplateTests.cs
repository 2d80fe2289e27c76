using Scheduler.Bench.Output;
using Scheduler.Bench.Perf.Workloads;
using Scheduler.Core.Objects;
using Scheduler.Core.Reading;

namespace Scheduler.Tests.Bench.Perf;

public sealed class ObjectTemplateTests
{
    [Theory]
    [InlineData("i", 7, 7)]
    [InlineData("i%5", 7, 2)]
    [InlineData("i/2%2", 7, 1)]
    [InlineData("i*10+50", 7, 120)]
    [InlineData("i*7919%1000/100*10+50", 3, 120)]
    [InlineData("i%0", 7, 0)]
    public void Numbers_are_worked_out_from_left_to_right(string expression, int i, long value) =>
        Assert.Equal(value, PlaceholderNumber.Of(expression, i));

    [Fact]
    public void Each_object_has_its_own_number_name_and_namespace()
    {
        Pod pod = Make("""{"metadata":{"labels":{"app":"app-{{i%3}}"}},"spec":{"nodeName":"{{namespace}}.{{name}}"}}""").Make(5, "team", "web-5");
        Assert.Equal("app-2", pod.Metadata.Labels["app"]);
        Assert.Equal("team.web-5", pod.Spec.NodeName);
    }

    [Fact]
    public void Without_placeholders_all_objects_share_one_spec()
    {
        ObjectTemplate<Pod> template = Make("""{"spec":{"containers":[{"name":"app"}]}}""");
        Assert.Same(template.Make(0, "a", "b").Spec, template.Make(1, "c", "d").Spec);
    }

    [Fact]
    public void What_looks_like_a_placeholder_and_is_none_is_an_error()
    {
        InputException error = Assert.Throws<InputException>(() => Make("""{"metadata":{"labels":{"app":"{{j}}"}}}"""));
        Assert.Equal("w.yaml: \"{{j}}\"}}}…\" is no placeholder: write {{i}}, {{i%10}}, {{name}} or {{namespace}}", error.Message);
    }

    private static ObjectTemplate<Pod> Make(string json) => new(json, KubeKind.Pod, new(), "w.yaml");
}
