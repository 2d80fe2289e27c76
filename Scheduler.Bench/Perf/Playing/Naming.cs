using System.Globalization;
using Scheduler.Core.Objects;

namespace Scheduler.Bench.Perf.Playing;

/// <summary>Names for the objects of a step.</summary>
internal static class Naming
{
    /// <summary><c>PREFIX-7</c>.</summary>
    public static string Numbered(string prefix, int i) => string.Create(CultureInfo.InvariantCulture, $"{prefix}-{i}");

    /// <summary>A node with its name, also as its hostname label.</summary>
    public static Node Named(Node node, string name) => node with
    {
        Metadata = node.Metadata with { Name = name, Uid = name, Labels = node.Metadata.Labels.With("kubernetes.io/hostname", name) },
    };

    /// <summary>A pod with its name. The spec stays the template's own object, as the reader of watches gives equal specs one object.</summary>
    public static Pod Named(Pod pod, string ns, string name) => pod with
    {
        Metadata = pod.Metadata with { Name = name, Namespace = ns, Uid = $"{ns}/{name}" },
    };
}
