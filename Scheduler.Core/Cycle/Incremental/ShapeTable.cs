using System.Runtime.InteropServices;
using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;

namespace Scheduler.Core.Cycle.Incremental;

/// <summary>
/// Finds the shape of a pod: the tuple of the parts that plugins with kept answers declare to read. Pods of one shape get the same kept answers.
/// </summary>
/// <remarks>
/// The parts that the spec gives are put into one row of numbers, interned once a spec; labels, namespace, priority and owner come on top only where a
/// plugin reads them.
/// </remarks>
/// <param name="reads">The parts.</param>
/// <param name="isOnlyTable">True where specs remember their number; they can for one table.</param>
internal sealed class ShapeTable(PodFields reads, bool isOnlyTable = true)
{
    /// <summary>Beyond so many everything is forgotten: pods that are all different gain nothing from being remembered.</summary>
    private const int ShapesMax = 1 << 15;

    private const PodFields OfPod = PodFields.Namespace | PodFields.Labels | PodFields.Owner | PodFields.Priority;

    private readonly Dictionary<long[], int> numbers = new(new SequenceComparer());
    private readonly Dictionary<string, int> texts = new(StringComparer.Ordinal);
    private readonly List<Shape> bySpec = [];
    private readonly Dictionary<(int Spec, int Namespace, int Labels, int Priority, OwnerReference? Owner), Shape> byPod = [];
    private readonly List<long> row = [];
    private object token = new();

    /// <summary>All shapes that are remembered.</summary>
    public IEnumerable<Shape> All => byPod.Count > 0 ? byPod.Values : bySpec;

    /// <summary>The pod's shape; null for a pod that is like no other (it takes on its node what its spec does not say).</summary>
    public Shape? Of(PodInfo pod)
    {
        PodSpecInfo spec = pod.Spec;
        if (!ReferenceEquals(pod.OnNode, spec.OnNode) && spec.OnNode is not null) return null;
        int number = ReferenceEquals(spec.Shape.Table, token) ? spec.Shape.Number : Number(pod);
        if ((reads & OfPod) == 0) return bySpec[number];
        (int, int, int, int, OwnerReference?) key = (
            number,
            reads.HasFlag(PodFields.Namespace) ? pod.NamespaceId : 0,
            reads.HasFlag(PodFields.Labels) ? pod.LabelSetId : 0,
            reads.HasFlag(PodFields.Priority) ? pod.Priority : 0,
            reads.HasFlag(PodFields.Owner) ? pod.Pod.Metadata.Controller : null);
        if (byPod.TryGetValue(key, out Shape? known)) return known;
        if (byPod.Count >= ShapesMax)
        {
            Forget();
            return Of(pod);
        }

        Shape made = new();
        byPod.Add(key, made);
        return made;
    }

    /// <summary>Forgets all shapes and what is kept for them.</summary>
    public void Forget()
    {
        numbers.Clear();
        texts.Clear();
        bySpec.Clear();
        byPod.Clear();
        token = new();
    }

    private int Number(PodInfo pod)
    {
        if (numbers.Count >= ShapesMax) Forget();
        Describe(pod);
        long[] key = [.. row];
        if (!numbers.TryGetValue(key, out int number))
        {
            number = numbers.Count;
            numbers.Add(key, number);
            bySpec.Add(new());
        }

        if (isOnlyTable) pod.Spec.Shape = (token, number);
        return number;
    }

    // Lists come with their length before them: no two specs look the same.
    private void Describe(PodInfo pod)
    {
        row.Clear();
        PodSpec spec = pod.Pod.Spec;
        if (reads.HasFlag(PodFields.NodeName)) row.Add(NumberOf(spec.NodeName));
        if (reads.HasFlag(PodFields.NodeSelector) || reads.HasFlag(PodFields.NodeAffinity))
        {
            row.Add(pod.Spec.NodeAffinity.Id);
            row.Add(pod.Spec.NodeAffinity.IsWritten ? 1 : 0);
            row.Add(pod.Spec.PreferredNodeAffinity.Id);
        }

        if (reads.HasFlag(PodFields.Tolerations)) row.Add(pod.Spec.Tolerations.Id);
        if (reads.HasFlag(PodFields.PodAffinity)) row.Add(pod.Affinity.Id);
        if (reads.HasFlag(PodFields.SpreadConstraints)) row.Add(pod.Spec.SpreadConstraints.Id);
        if (reads.HasFlag(PodFields.Requests)) DescribeRequests(pod);
        if (reads.HasFlag(PodFields.Ports))
        {
            row.Add(pod.HostPorts.Length);
            foreach (HostPort port in pod.HostPorts)
            {
                row.Add(NumberOf(port.Address));
                row.Add(NumberOf(port.Protocol));
                row.Add(port.Port);
            }
        }

        if (reads.HasFlag(PodFields.Images))
        {
            row.Add(spec.InitContainers.Length + spec.Containers.Length);
            row.Add(pod.Spec.ImageNames.Length);
            foreach (string image in pod.Spec.ImageNames) row.Add(NumberOf(image));
        }

        if (reads.HasFlag(PodFields.HostNamespaces))
        {
            row.Add(spec.HostNetwork ? 1 : 0);
            row.Add(spec.HostUsers is { } own ? own ? 2 : 1 : 0);
        }

        if (reads.HasFlag(PodFields.RestartRules)) DescribeRestartRules(spec);
        if (reads.HasFlag(PodFields.SchedulingGates))
        {
            row.Add(spec.SchedulingGates.Length);
            foreach (string gate in spec.SchedulingGates) row.Add(NumberOf(gate));
        }
    }

    private void DescribeRequests(PodInfo pod)
    {
        foreach (ResourceVector vector in (ReadOnlySpan<ResourceVector>)[pod.Requests, pod.ScoreRequests, pod.OnNode])
        {
            row.Add(vector.Ids.Length);
            foreach (int id in vector.Ids) row.Add(id);
            row.AddRange(vector.Amounts);
        }

        row.Add(pod.NonZeroCpuMilli);
        row.Add(pod.NonZeroMemoryBytes);
    }

    private void DescribeRestartRules(PodSpec spec)
    {
        foreach (Container[] containers in (ReadOnlySpan<Container[]>)[spec.InitContainers, spec.Containers])
        {
            row.Add(containers.Length);
            foreach (Container container in containers)
            {
                row.Add(container.RestartPolicyRuleActions.Length);
                foreach (string action in container.RestartPolicyRuleActions) row.Add(NumberOf(action));
            }
        }
    }

    private int NumberOf(string text)
    {
        ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(texts, text, out bool known);
        if (!known) number = texts.Count;
        return number;
    }

    private sealed class SequenceComparer : IEqualityComparer<long[]>
    {
        public bool Equals(long[]? a, long[]? b) => a.AsSpan().SequenceEqual(b);

        public int GetHashCode(long[] key)
        {
            HashCode hash = default;
            hash.AddBytes(MemoryMarshal.AsBytes(key.AsSpan()));
            return hash.ToHashCode();
        }
    }
}

/// <summary>Pods that are alike in all that kept answers depend on.</summary>
internal sealed class Shape
{
    /// <summary>How often a pod of this shape has been decided.</summary>
    public int SeenCount { get; set; }

    /// <summary>When it was last decided, in decisions.</summary>
    public long LastUse { get; set; }

    /// <summary>What is kept; null before it pays.</summary>
    public KeptAnswers? Answers { get; set; }

    /// <summary>True where answers cannot be kept after all (a filter that breaks, a score out of range): the shape is always asked anew.</summary>
    public bool IsQuarantined { get; set; }
}
