using Scheduler.Core.Framework;
using Scheduler.Core.Objects;

namespace Scheduler.Core.Cache;

/// <content>What the one writer does: nodes and pods come, change and go.</content>
public sealed partial class Cluster
{
    /// <summary>A node came. Pods that waited aside for it count from now on.</summary>
    public int AddNode(Node node)
    {
        int row = Nodes.RowOf(node.Metadata.Name);
        if (row >= 0)
        {
            Update(row, node);
            return row;
        }

        if (undo.IsOpen) RememberAbsent(node.Metadata.Name);
        row = Nodes.Add(node);
        if (podsAside.Remove(node.Metadata.Name, out List<PodInfo>? waiting))
            foreach (PodInfo pod in waiting) Place(pod, row);
        return row;
    }

    /// <summary>A node changed; says which columns moved.</summary>
    public NodeColumns UpdateNode(Node node)
    {
        int row = Nodes.RowOf(node.Metadata.Name);
        if (row >= 0) return Update(row, node);
        AddNode(node);
        return NodeColumns.Presence;
    }

    /// <summary>A node went. Its pods wait aside until they go too, or the node comes back.</summary>
    public void RemoveNode(string name)
    {
        int row = Nodes.RowOf(name);
        if (row < 0) return;
        if (undo.IsOpen) RememberPresent(Nodes.Node(row));
        PodInfo[] pods = [.. Nodes.Pods(row)];
        foreach (PodInfo pod in pods) Lift(pod);
        Nodes.Remove(row);
        if (pods.Length > 0) podsAside[name] = [.. pods];
    }

    /// <summary>A pod that has a node came or changed; one that has ended leaves. Returns null where it does not count.</summary>
    public PodInfo? SetPod(Pod pod)
    {
        RemovePod(pod.Metadata.Key);
        if (pod.Spec.NodeName.Length == 0 || pod.Status.Phase is "Succeeded" or "Failed") return null;
        PodInfo info = Prepare(pod, isPlaced: true);
        AddPod(info, pod.Spec.NodeName);
        return info;
    }

    /// <summary>A pod counts on a node from now on: told by the outside world, or assumed by the cycle.</summary>
    public void AddPod(PodInfo pod, string nodeName)
    {
        podsByKey.Add(pod.Key, pod);
        if (undo.IsOpen) RememberAbsent(pod);
        int row = Nodes.RowOf(nodeName);
        if (row >= 0)
        {
            Place(pod, row);
            return;
        }

        if (!podsAside.TryGetValue(nodeName, out List<PodInfo>? waiting)) podsAside.Add(nodeName, waiting = []);
        waiting.Add(pod);
    }

    /// <summary>A pod no longer counts: it went, ended, or its assumption failed. Returns it, or null where it was not known.</summary>
    public PodInfo? RemovePod(string key)
    {
        if (!podsByKey.Remove(key, out PodInfo? pod)) return null;
        if (undo.IsOpen) RememberPresent(pod);
        if (pod.Row >= 0) Lift(pod);
        else foreach (List<PodInfo> waiting in podsAside.Values) waiting.Remove(pod);
        return pod;
    }

    /// <summary>Marks a node as changed in something that it has no column for (CSI node, volume attachments).</summary>
    public void NoteVolumesChanged(string nodeName)
    {
        int row = Nodes.RowOf(nodeName);
        if (row >= 0) Nodes.Note(row, NodeColumns.Volumes);
    }

    /// <summary>
    /// Puts a pod on a row, or takes one off, only to see what would happen. Every such step is undone in reverse before the cycle goes on;
    /// versions and change log do not notice.
    /// </summary>
    public void Try(PodInfo pod, int row)
    {
        Nodes.Speculating = true;
        Place(pod, row);
        Nodes.Speculating = false;
    }

    /// <inheritdoc cref="Try"/>
    public void TryWithout(PodInfo pod)
    {
        Nodes.Speculating = true;
        Lift(pod);
        Nodes.Speculating = false;
    }

    private NodeColumns Update(int row, Node node)
    {
        if (undo.IsOpen) RememberPresent(Nodes.Node(row));
        return Nodes.Update(row, node);
    }

    // Apart from their callers, so that these make no closure while no branch is open.
    private void RememberAbsent(string node) => undo.Add(() => RemoveNode(node));

    private void RememberPresent(Node node) => undo.Add(() => AddNode(node));

    private void RememberAbsent(PodInfo pod) => undo.Add(() => RemovePod(pod.Key));

    private void RememberPresent(PodInfo pod)
    {
        string node = pod.Row >= 0 ? Nodes.Name(pod.Row) : podsAside.First(waiting => waiting.Value.Contains(pod)).Key;
        undo.Add(() => AddPod(pod, node));
    }

    private void Place(PodInfo pod, int row)
    {
        Nodes.Place(pod, row);
        Pods.Add(pod);
        Counters.MeetClasses();
        if (Nodes.Speculating) return;
        Counters.Move(pod, 1);
        PlacedTerms.Move(pod, 1);
    }

    private void Lift(PodInfo pod)
    {
        if (!Nodes.Speculating)
        {
            Counters.Move(pod, -1);
            PlacedTerms.Move(pod, -1);
        }

        Pods.Remove(pod);
        Nodes.Lift(pod);
    }
}
