using Scheduler.Core.Cache;
using Scheduler.Core.Configuration;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;

namespace Scheduler.Tests.Plugins;

/// <summary>A small cluster and one filter plugin: says in a line what the plugin thinks of every node, and that its two ways of answering agree.</summary>
internal sealed class FilterHarness
{
    public Cluster Cluster { get; } = new();

    public PluginContext Context(object? args = null, string gates = "", TimeProvider? clock = null) =>
        new(Cluster, FeatureGates.Parse(gates), args, clock ?? new FrozenClock());

    public FilterHarness Node(string name, params (string Key, string Value)[] labels)
    {
        Cluster.AddNode(new Node { Metadata = new() { Name = name, Labels = StringMap.Of(labels) } });
        return this;
    }

    /// <summary>A placed pod with these volumes.</summary>
    public FilterHarness Placed(string name, string node, params Volume[] volumes)
    {
        Pod pod = Pod(name, volumes);
        Cluster.SetPod(pod with { Spec = pod.Spec with { NodeName = node } });
        return this;
    }

    public FilterHarness Claim(string name, string? storageClass = null, string volume = "", string size = "1Gi", params string[] modes)
    {
        Cluster.PersistentVolumeClaims.Set(MakeClaim(name, storageClass, volume, size, modes));
        return this;
    }

    public static PersistentVolumeClaim MakeClaim(string name, string? storageClass = null, string volume = "", string size = "1Gi", params string[] modes) => new()
    {
        Metadata = Meta(name, "default") with { Annotations = volume.Length == 0 ? StringMap.Empty : StringMap.Of(("pv.kubernetes.io/bind-completed", "yes")) },
        StorageClassName = storageClass,
        VolumeName = volume,
        AccessModes = modes.Length == 0 ? ["ReadWriteOnce"] : modes,
        RequestedStorage = Quantity.Parse(size),
    };

    public FilterHarness Volume(string name, string storageClass = "", string size = "1Gi", string? onlyOn = null)
    {
        Cluster.PersistentVolumes.Set(MakeVolume(name, storageClass, size, onlyOn));
        return this;
    }

    public static PersistentVolume MakeVolume(string name, string storageClass = "", string size = "1Gi", string? onlyOn = null) => new()
    {
        Metadata = Meta(name, ""),
        StorageClassName = storageClass,
        Capacity = Quantity.Parse(size),
        AccessModes = ["ReadWriteOnce"],
        Phase = "Available",
        Csi = new("csi.example.com", $"handle-{name}"),
        NodeAffinity = onlyOn is null ? null : new([new() { MatchExpressions = [new("kubernetes.io/hostname", "In", [onlyOn])] }]),
    };

    public FilterHarness Class(string name, string mode = "WaitForFirstConsumer", string provisioner = "csi.example.com")
    {
        Cluster.StorageClasses.Set(new StorageClass { Metadata = Meta(name, ""), Provisioner = provisioner, VolumeBindingMode = mode });
        return this;
    }

    public static Volume Uses(string claim) => new() { Name = claim, ClaimName = claim };

    public static ObjectMeta Meta(string name, string nameSpace) => new() { Name = name, Namespace = nameSpace, Uid = $"uid-{name}" };

    public static Pod Pod(string name, params Volume[] volumes) =>
        new() { Metadata = Meta(name, "default"), Spec = new() { Volumes = volumes } };

    /// <summary>
    /// <c>skip</c>; or the code and reasons of PreFilter; or <c>node: ok</c> or <c>node: reasons</c> for every node, in order of rows.
    /// </summary>
    public string Ask<T>(T plugin, Pod pod)
        where T : IPreFilter, IVectorFilter
    {
        PodInfo info = Cluster.Prepare(pod);
        PreFilterResult result = plugin.PreFilter(info);
        if (result.Status.IsSkip) return "skip";
        if (!result.Status.IsSuccess) return $"{result.Status.Code}: {result.Status.Message}";
        NodeSet feasible = new();
        feasible.CopyFrom(Cluster.Nodes.Live);
        RejectionTable table = new();
        table.Reset(Cluster.Nodes.RowCount);
        plugin.Filter(info, Cluster.Nodes, feasible, new RejectionWriter(table, 0));
        List<string> lines = [];
        foreach (int row in Cluster.Nodes.Live)
        {
            Verdict verdict = plugin.Filter(info, Cluster.Nodes[row]);
            Assert.Equal(verdict.IsPass, feasible.Contains(row));
            Assert.Equal(verdict.IsPass, table.Plugin(row) < 0);
            string answer = verdict.IsPass ? "ok" : verdict.Text ?? string.Join(", ", plugin.Describe(info, verdict.Detail));
            if (!verdict.IsPass)
            {
                Assert.Equal(verdict.Code, table.Code(row));
                Assert.Equal(answer, table.Text(row) ?? string.Join(", ", plugin.Describe(info, table.Detail(row))));
            }

            lines.Add($"{Cluster.Nodes.Name(row)}: {answer}");
        }

        return string.Join('\n', lines);
    }

    private sealed class FrozenClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    }
}
