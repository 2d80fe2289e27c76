using Scheduler.Core.Framework;
using Scheduler.Core.Objects;

namespace Scheduler.Core.Cache;

/// <content>The writer's side: only <see cref="Cluster"/> calls it.</content>
public sealed partial class NodeTable
{
    // Room for the first pods of a row is made with the row, so that placing them allocates nothing.
    private const int PodsAtFirst = 4;

    /// <summary>While true, pods are moved to see what would happen: versions and change log stand still.</summary>
    internal bool Speculating { get; set; }

    internal int Add(Node node)
    {
        if (!freeRows.TryPop(out int row))
        {
            row = RowCount;
            Grow(row + 1);
        }

        names[row] = node.Metadata.Name;
        rowByName.Add(names[row], row);
        Live.Add(row);
        Write(row, node);
        Note(row, NodeColumns.Presence);
        return row;
    }

    /// <summary>Replaces the object of a row and says which columns moved.</summary>
    internal NodeColumns Update(int row, Node node)
    {
        Node old = nodes[row]!;
        NodeColumns moved = Difference(old, node);
        Images.Remove(row, old.Images);
        Write(row, node);
        if (moved != NodeColumns.None) Note(row, moved);
        return moved;
    }

    /// <summary>Frees a row. Its pods must have been taken off before.</summary>
    internal void Remove(int row)
    {
        AssertLive(row);
        Images.Remove(row, nodes[row]!.Images);
        rowByName.Remove(names[row]);
        nodes[row] = null;
        foreach (long[] column in allocatable) column[row] = 0;
        allocatablePods[row] = 0;
        taintSetIds[row] = 0;
        Live.Remove(row);
        Unschedulable.Remove(row);
        foreach (LabelColumn column in labelColumns.Values) column.Set(row, null);
        Note(row, NodeColumns.Presence);
        freeRows.Push(row);
    }

    internal void Place(PodInfo pod, int row)
    {
        AssertLive(row);
        int count = podCounts[row];
        if (count == pods[row].Length) Array.Resize(ref pods[row], Math.Max(4, count * 2));
        pods[row][count] = pod;
        pod.IndexOnRow = count;
        pod.Row = row;
        podCounts[row] = count + 1;
        AddAmounts(pod, row, 1);
        foreach (HostPort port in pod.HostPorts) (hostPorts[row] ??= []).Add(port);
        if (pod.HostPorts.Length > 0) WithHostPorts.Add(row);
        NotePod(row, pod);
    }

    internal void Lift(PodInfo pod)
    {
        int row = pod.Row;
        AssertLive(row);
        int last = --podCounts[row];
        PodInfo moved = pods[row][last];
        pods[row][pod.IndexOnRow] = moved;
        moved.IndexOnRow = pod.IndexOnRow;
        pods[row][last] = null!;
        AddAmounts(pod, row, -1);
        foreach (HostPort port in pod.HostPorts) hostPorts[row]!.Remove(port);
        if (pod.HostPorts.Length > 0 && hostPorts[row]!.Count == 0) WithHostPorts.Remove(row);
        pod.Row = -1;
        pod.IndexOnRow = -1;
        NotePod(row, pod);
    }

    /// <summary>Notes a change that has no column here (volumes, CSI nodes).</summary>
    internal void Note(int row, NodeColumns columns)
    {
        if (Speculating) return;
        versions[row]++;
        if ((columns & NodeColumns.Presence) != 0) PresenceVersion++;
        Changes.Add(row, columns);
        if ((columns & (NodeColumns.Presence | NodeColumns.Labels | NodeColumns.Taints)) != 0) ShapeChanges.Add(row, columns);
    }

    private static NodeColumns Difference(Node old, Node node)
    {
        NodeColumns moved = NodeColumns.None;
        if (!old.Allocatable.Items.SequenceEqual(node.Allocatable.Items)) moved |= NodeColumns.Allocatable;
        if (!old.Metadata.Labels.Equals(node.Metadata.Labels)) moved |= NodeColumns.Labels;
        if (!old.Taints.AsSpan().SequenceEqual(node.Taints)) moved |= NodeColumns.Taints;
        if (old.Unschedulable != node.Unschedulable) moved |= NodeColumns.Unschedulable;
        if (!old.DeclaredFeatures.AsSpan().SequenceEqual(node.DeclaredFeatures)) moved |= NodeColumns.Features;
        if (!SameImages(old.Images, node.Images)) moved |= NodeColumns.Images;
        return moved;
    }

    private static bool SameImages(ContainerImage[] old, ContainerImage[] images)
    {
        if (ReferenceEquals(old, images)) return true;
        if (old.Length != images.Length) return false;
        for (int i = 0; i < old.Length; i++)
            if (old[i].SizeBytes != images[i].SizeBytes || !old[i].Names.AsSpan().SequenceEqual(images[i].Names)) return false;
        return true;
    }

    private void Write(int row, Node node)
    {
        nodes[row] = node;
        foreach (long[] column in allocatable) column[row] = 0;
        foreach (KeyValuePair<string, Quantity> item in node.Allocatable.Items)
        {
            int id = resourceNames.IdOf(item.Key);
            if (id < 0) continue;
            GrowResources(id);
            allocatable[id][row] = ResourceNames.Amount(id, item.Value);
        }

        allocatablePods[row] = node.Allocatable["pods"]?.Value ?? 0;
        taintSetIds[row] = TaintSets.Intern(node.Taints);
        Unschedulable.Set(row, node.Unschedulable);
        Images.Add(row, names.Length, node.Images);
        foreach (LabelColumn column in labelColumns.Values) column.Set(row, node.Metadata.Labels[column.Key]);
    }

    private void AddAmounts(PodInfo pod, int row, int sign)
    {
        ReadOnlySpan<int> ids = pod.OnNode.Ids;
        ReadOnlySpan<long> amounts = pod.OnNode.Amounts;
        for (int i = 0; i < ids.Length; i++)
        {
            GrowResources(ids[i]);
            requested[ids[i]][row] += sign * amounts[i];
        }

        nonZeroCpu[row] += sign * pod.NonZeroCpuMilli;
        nonZeroMemory[row] += sign * pod.NonZeroMemoryBytes;
        if (pod.Spec.Volumes.AttachableCount is var attachable and > 0) attachableCounts[row] += sign * attachable;
    }

    private void NotePod(int row, PodInfo pod) =>
        Note(row, NodeColumns.Requested | NodeColumns.Pods
            | (pod.HostPorts.Length > 0 ? NodeColumns.Ports : NodeColumns.None)
            | (ReferenceEquals(pod.Spec.Volumes, PodVolumes.None) ? NodeColumns.None : NodeColumns.Volumes));

    private void Grow(int rows)
    {
        RowCount = rows;
        if (rows > names.Length)
        {
            int size = Math.Max(64, Math.Max(rows, names.Length * 2));
            Array.Resize(ref nodes, size);
            Array.Resize(ref names, size);
            for (int r = 0; r < allocatable.Length; r++)
            {
                Array.Resize(ref allocatable[r], size);
                Array.Resize(ref requested[r], size);
            }

            Array.Resize(ref allocatablePods, size);
            Array.Resize(ref nonZeroCpu, size);
            Array.Resize(ref nonZeroMemory, size);
            Array.Resize(ref podCounts, size);
            Array.Resize(ref attachableCounts, size);
            Array.Resize(ref taintSetIds, size);
            Array.Resize(ref versions, size);
            Array.Resize(ref hostPorts, size);
            Array.Resize(ref pods, size);
        }

        pods[rows - 1] ??= new PodInfo[PodsAtFirst];
        foreach (NodeSet set in (ReadOnlySpan<NodeSet>)[Live, Unschedulable, WithHostPorts]) set.Resize(rows);
        foreach (LabelColumn column in labelColumns.Values) column.Resize(rows);
    }
}
