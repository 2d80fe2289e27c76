using System.Text.Json;
using Scheduler.Core.Cache;
using Scheduler.Core.Configuration;
using Scheduler.Core.Framework;

namespace Scheduler.Tests.Core.Configuration;

/// <summary>Plugins that do nothing, and a catalog of them: Sort, A (filter, score 3), B (filter, score), C (filter), Binder; Other (filter, score) is not a default.</summary>
internal static class StubPlugins
{
    public static readonly PluginCatalog Catalog = new(
        [
            PluginDescriptor.Of("Sort", _ => new SortStub()),
            PluginDescriptor.Of("A", _ => new FilterAndScoreStub()) with { DefaultWeight = 3 },
            PluginDescriptor.Of("B", _ => new FilterAndScoreStub()),
            PluginDescriptor.Of("C", _ => new FilterStub()) with { ReadArgs = ReadArgs, IgnoreResources = (args, names) => $"{args} without {string.Join(',', names)}" },
            PluginDescriptor.Of("Binder", _ => new BinderStub()),
            PluginDescriptor.Of("Other", _ => new FilterAndScoreStub()),
            PluginDescriptor.Of("OtherSort", _ => new SortStub()),
        ],
        ["Sort", "A", "B", "C", "Binder"]);

    private static string ReadArgs(JsonElement? json, FeatureGates features, FieldErrors errors)
    {
        StrictObject written = StrictObject.Of(json, errors);
        string value = written.String("value") ?? "default";
        written.End();
        return value;
    }

    private class FilterStub : IFilter
    {
        public string Name => "stub";

        public Verdict Filter(PodInfo pod, NodeView node) => Verdict.Pass;
    }

    private sealed class FilterAndScoreStub : FilterStub, IScore
    {
        public long Score(PodInfo pod, NodeView node) => 0;
    }

    private sealed class SortStub : IQueueSort
    {
        public string Name => "stub";

        public int Compare(PodInfo a, DateTimeOffset queuedA, PodInfo b, DateTimeOffset queuedB) => 0;
    }

    private sealed class BinderStub : IBind
    {
        public string Name => "stub";

        public Task<Status> BindAsync(PodInfo pod, string nodeName, IPlanner planner, CancellationToken cancellation) => Task.FromResult(Status.Success);
    }
}
