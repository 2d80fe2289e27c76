using Scheduler.Core.Cache;
using Scheduler.Core.Framework;

namespace Scheduler.Plugins.VolumeZone;

/// <content>The filter over label columns.</content>
public sealed partial class VolumeZone
{
    private readonly LabelColumn[] columns = Array.ConvertAll(TopologyKeys, context.Cluster.Nodes.LabelColumn);

    /// <inheritdoc/>
    public void Filter(PodInfo pod, NodeTable nodes, NodeSet feasible, RejectionWriter rejections)
    {
        foreach (int row in feasible)
            if (!Passes(row)) rejections.Reject(feasible, row, StatusCode.UnschedulableAndUnresolvable);
    }

    private bool Passes(int row)
    {
        bool anywhere = false;
        foreach (LabelColumn column in columns) anywhere |= column[row] != LabelColumn.Absent;
        if (!anywhere) return true;
        foreach (Topology topology in topologies)
        {
            LabelColumn column = Column(topology.Key);
            if (column[row] == LabelColumn.Absent && topology.Successor is { } key) column = Column(key);
            int id = column[row];
            if (id == LabelColumn.Absent || Array.IndexOf(topology.Values, column.Value(id)) < 0) return false;
        }

        return true;
    }

    private LabelColumn Column(string key) => columns[Array.IndexOf(TopologyKeys, key)];
}
