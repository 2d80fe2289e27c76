using System.Diagnostics;
using Scheduler.Core.Framework;

namespace Scheduler.Core.Cache;

/// <content>In check builds (<c>-c Check</c>) a plugin that reads a column which it does not declare is caught in the act.</content>
public sealed partial class NodeTable
{
    private const NodeColumns OfObject = NodeColumns.Allocatable | NodeColumns.Labels | NodeColumns.Taints | NodeColumns.Unschedulable | NodeColumns.Images | NodeColumns.Features;

    private IPlugin? reader;

    /// <summary>From now on it is this plugin that reads, by what it declares; null: everybody, everything.</summary>
    [Conditional("CHECK_READS")]
    internal void ReadBy(IPlugin? plugin) => reader = plugin;

    [Conditional("CHECK_READS")]
    private void Demand(NodeColumns columns)
    {
        if (reader is not null && (reader.Uses & (columns | NodeColumns.Undeclared)) == 0)
            throw new UndeclaredReadException($"plugin \"{reader.Name}\" reads {columns} of a node and declares only {reader.Uses}");
    }
}

/// <summary>A plugin reads what it does not declare, so its answers would be kept when they must not.</summary>
public sealed class UndeclaredReadException(string message) : Exception(message);
