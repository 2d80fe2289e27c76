using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Requests;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Selectors;

namespace Scheduler.Tests.Host.ApiServer.Requests;

public sealed class SelectorNeedlesTests
{
    private static readonly string[] Values = ["a", "b", "a-1", "node-1", "node-10", "Running", "Failed", "x/y", "ä", "a\"b", ""];

    [Fact]
    public void What_the_needles_rule_out_does_not_match()
    {
        ApiSchema.Default.TryFindResource("", "v1", "pods", out var pods);
        const int seed = 7;
        var random = new Random(seed);
        string[] labels = ["app=a", "app in (a,b)", "app", "!app", "app!=a", "app=a,tier=b", "tier notin (a)"];
        string[] fields = ["", "spec.nodeName=node-1", "spec.nodeName!=node-1", "status.phase=Running", "metadata.name=a", "spec.nodeName="];
        var (excluded, matched) = (0, 0);
        for (var i = 0; i < 2000; i++)
        {
            var pod = TestServer.Pod(Pick());
            pod["metadata"]!["labels"] = new JsonObject { ["app"] = Pick(), ["tier"] = Pick() };
            if (random.Next(3) == 0) pod["metadata"]!.AsObject().Remove("labels");
            pod["spec"]!["nodeName"] = Pick();
            pod["status"] = new JsonObject { ["phase"] = Pick() };
            var label = LabelSelector.Parse(labels[random.Next(labels.Length)]);
            var field = FieldSelector.Parse(fields[random.Next(fields.Length)], pods!);
            var could = new SelectorNeedles(label, field).AllIn(DocumentReader.Write(pod));
            var does = label.Matches(pod) && field.Matches(pod);
            Assert.True(could || !does, $"seed {seed}: {pod.ToJsonString()}");
            if (!could) excluded++;
            if (does) matched++;
        }
        Assert.True(excluded > 200 && matched > 50);

        string Pick() => Values[random.Next(Values.Length)];
    }
}
