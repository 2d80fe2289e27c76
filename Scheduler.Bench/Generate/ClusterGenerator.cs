using System.Globalization;
using Scheduler.Core.Objects;
using Scheduler.Core.Reading;

namespace Scheduler.Bench.Generate;

/// <summary>Makes a cluster from a seed: nodes in pools and zones, then workloads whose pods mostly sit where there is room for them.</summary>
/// <remarks>The same numbers and seed give the same objects. What it makes looks like a busy cluster of web services, batch jobs and stateful sets.</remarks>
public sealed class ClusterGenerator
{
    internal static readonly DateTimeOffset Epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private const int PlacementTries = 12;

    private readonly GenerateOptions options;
    private readonly SeededRandom random;
    private readonly ClusterObjects objects = new();
    private readonly List<Room> rooms = [];
    private int podNumber;

    public ClusterGenerator(GenerateOptions options)
    {
        this.options = options;
        random = new(options.Seed);
    }

    /// <summary>Makes everything.</summary>
    public ClusterObjects Run()
    {
        foreach (string name in WorkloadFactory.Namespaces)
            Add(new Namespace { Metadata = new() { Name = name, Labels = StringMap.Of(("kubernetes.io/metadata.name", name), ("team", name)) } }, KubeKind.Namespace);
        for (int i = 0; i < options.Nodes; i++) AddNode(i);
        for (int i = 0; i < options.DaemonSets && podNumber < options.Pods; i++) AddDaemons(i);
        WorkloadFactory workloads = new(random, options.Zones);
        for (int i = 0; podNumber < options.Pods; i++) AddWorkload(workloads.Make(i));
        return objects;
    }

    private void Add(IKubeObject obj, KubeKind kind) => objects.TryAdd(obj, kind, "generated", out _);

    private void AddNode(int number)
    {
        NodePool pool = NodePool.At(random.Next(100));
        Node node = pool.MakeNode(number, $"zone-{(char)('a' + (number % options.Zones))}", random);
        Add(node, KubeKind.Node);
        rooms.Add(new(node, pool));
    }

    private void AddDaemons(int number)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"agent-{number}");
        Workload owner = WorkloadFactory.Owner("DaemonSet", "kube-system", name, StringMap.Of(("app", name)), options.Nodes);
        Add(owner, KubeKind.DaemonSet);
        foreach (Room room in rooms)
        {
            if (podNumber >= options.Pods) return;
            PodSpec spec = WorkloadFactory.DaemonSpec(room.Node.Metadata.Name);
            AddPod(owner, spec with { NodeName = room.Node.Metadata.Name }, room);
        }
    }

    private void AddWorkload(GeneratedWorkload workload)
    {
        Add(workload.Owner, Enum.Parse<KubeKind>(workload.Owner.Kind));
        if (workload.Service is not null) Add(workload.Service, KubeKind.Service);
        for (int i = 0; i < workload.Replicas && podNumber < options.Pods; i++)
        {
            Room? room = random.Percent(options.PendingPercent) ? null : FindRoom(workload);
            AddPod(workload.Owner, workload.Spec with { NodeName = room?.Node.Metadata.Name ?? "" }, room);
        }
    }

    /// <summary>A node of the workload's pool with room; a few random tries, as pods of a cluster that has grown are not packed.</summary>
    private Room? FindRoom(GeneratedWorkload workload)
    {
        for (int i = 0; i < PlacementTries && rooms.Count > 0; i++)
        {
            Room room = rooms[random.Next(rooms.Count)];
            if (room.Pool.Name == workload.Pool && room.Takes(workload.Spec)) return room;
        }

        return null;
    }

    private void AddPod(Workload owner, PodSpec spec, Room? room)
    {
        int number = podNumber++;
        DateTimeOffset created = Epoch.AddSeconds(number);
        room?.Take(spec);
        Add(new Pod
        {
            Metadata = new()
            {
                Name = string.Create(CultureInfo.InvariantCulture, $"{owner.Metadata.Name}-{number:x6}"),
                Namespace = owner.Metadata.Namespace,
                Uid = string.Create(CultureInfo.InvariantCulture, $"pod-{number:d8}"),
                Labels = owner.Selector!.MatchLabels,
                OwnerReferences = [new(owner.Kind == "Job" ? "batch/v1" : "apps/v1", owner.Kind, owner.Metadata.Name, owner.Metadata.Uid, true)],
                CreationTimestamp = created,
            },
            Spec = spec,
            Status = new() { Phase = room is null ? "Pending" : "Running", StartTime = room is null ? null : created.AddSeconds(1) },
        }, KubeKind.Pod);
    }

    /// <summary>What is left on a node.</summary>
    private sealed class Room(Node node, NodePool pool)
    {
        private long cpuMilli = node.Allocatable["cpu"]!.Value.MilliValue;
        private long memory = node.Allocatable["memory"]!.Value.Value;
        private long pods = node.Allocatable["pods"]!.Value.Value;

        public Node Node => node;

        public NodePool Pool => pool;

        public bool Takes(PodSpec spec) => pods > 0 && cpuMilli >= Cpu(spec) && memory >= Memory(spec);

        public void Take(PodSpec spec)
        {
            pods--;
            cpuMilli -= Cpu(spec);
            memory -= Memory(spec);
        }

        private static long Cpu(PodSpec spec) => spec.Containers.Sum(container => container.Resources.Requests["cpu"]?.MilliValue ?? 0);

        private static long Memory(PodSpec spec) => spec.Containers.Sum(container => container.Resources.Requests["memory"]?.Value ?? 0);
    }
}
