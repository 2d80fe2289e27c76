using System.Text.Json;
using Scheduler.Core.Cache;
using Scheduler.Core.Configuration;
using Scheduler.Core.Objects;

namespace Scheduler.Host.NodeAgent.Templates;

/// <summary>
/// Reads which nodes to simulate from YAML or JSON. All fields but the names of pools have defaults; the README of the folder shows them.
/// </summary>
public static class NodeTemplateFile
{
    private const int NodesMax = 62_500;

    /// <summary>Reads a file.</summary>
    /// <exception cref="ConfigurationException">It is not there or cannot be used; all errors are listed, one per line, each with file and field.</exception>
    public static SimulatedNodesOptions Read(string path)
    {
        try
        {
            return ReadText(File.ReadAllText(path), path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            var problem = error is FileNotFoundException or DirectoryNotFoundException ? "no such file" : Directory.Exists(path) ? "is a folder" : error.Message.TrimEnd('.');
            throw new ConfigurationException(path, [new FieldError("", "", problem)], error);
        }
    }

    /// <summary>Reads a text.</summary>
    /// <exception cref="ConfigurationException">Something in it is wrong; all errors are listed.</exception>
    public static SimulatedNodesOptions ReadText(string text, string source)
    {
        using var document = SchedulerConfiguration.ParseDocument(text, source);
        FieldErrors errors = new();
        var options = Options(StrictObject.Of(document.RootElement, errors), errors);
        return errors.Items.Count == 0 ? options : throw new ConfigurationException(source, errors.Items);
    }

    private static SimulatedNodesOptions Options(StrictObject file, FieldErrors errors)
    {
        var usual = new SimulatedNodesOptions();
        var pools = file.Objects("pools");
        var options = usual with
        {
            Pools = pools.Length == 0 ? usual.Pools : [.. pools.Select(pool => Pool(pool, errors))],
            Pods = [.. file.Objects("pods").Select(rule => PodRuleReader.Read(rule, errors))],
            Seed = (ulong)(file.Int64("seed") ?? 1),
            LeaseInterval = file.Duration("leaseInterval") ?? usual.LeaseInterval,
        };
        file.End();
        if (options.LeaseInterval < TimeSpan.FromSeconds(1)) file.Error("leaseInterval", "must be at least 1s");
        foreach (var twice in options.Pools.Select(pool => pool.Name).GroupBy(name => name).Where(group => group.Count() > 1))
            file.Error("pools", $"two pools are named {twice.Key}");
        if (options.Pools.Sum(pool => (long)(pool.Count ?? 0)) > NodesMax) file.Error("pools", $"more than {NodesMax} nodes");
        return options;
    }

    private static NodePool Pool(StrictObject pool, FieldErrors errors)
    {
        var usual = new NodePool();
        var read = new NodePool
        {
            Name = pool.String("name") ?? usual.Name,
            Count = pool.Int32("count"),
            Capacity = Merged(usual.Capacity, Quantities(pool, "capacity", errors)),
            Allocatable = Quantities(pool, "allocatable", errors),
            Labels = Map(pool, "labels", errors),
            Annotations = Map(pool, "annotations", errors),
            Taints = [.. pool.Objects("taints").Select(Taint)],
            Unschedulable = pool.Boolean("unschedulable") ?? false,
            Region = pool.String("region") ?? usual.Region,
            Zones = Zones(pool) ?? usual.Zones,
        };
        pool.End();
        if (read.Count is < 0) pool.Error("count", "must not be negative");
        if (!IsName(read.Name)) pool.Error("name", "must be lower case letters, digits and -, at most 57");
        foreach (var name in read.Allocatable.Keys.Where(name => !read.Capacity.ContainsKey(name))) pool.Error("allocatable", $"{name}: is no part of the capacity");
        foreach (var (key, value) in read.Labels)
            if (!LabelSyntax.IsQualifiedName(key) || !LabelSyntax.IsLabelValue(value)) pool.Error("labels", $"{key}={value}: is no label");
        return read;
    }

    /// <summary>A number of zones, or their names.</summary>
    private static IReadOnlyList<string>? Zones(StrictObject pool)
    {
        if (pool.Raw("zones") is not { ValueKind: JsonValueKind.Number }) return pool.Raw("zones") is null ? null : pool.Strings("zones");
        if (pool.Int32("zones") is not { } count) return null;
        if (count is >= 0 and <= NodesMax) return [.. Enumerable.Range(0, count).Select(index => $"zone-{index}")];
        pool.Error("zones", $"must be 0 to {NodesMax}, or a list of names");
        return null;
    }

    private static PoolTaint Taint(StrictObject taint)
    {
        var read = new PoolTaint(taint.String("key") ?? "", taint.String("value") ?? "", taint.String("effect") ?? "");
        taint.End();
        if (!LabelSyntax.IsQualifiedName(read.Key)) taint.Error("key", "must be a qualified name");
        if (!LabelSyntax.IsLabelValue(read.Value)) taint.Error("value", "must be a label value");
        if (read.Effect is not ("NoSchedule" or "PreferNoSchedule" or "NoExecute")) taint.Error("effect", "must be NoSchedule, PreferNoSchedule or NoExecute");
        return read;
    }

    private static Dictionary<string, string> Quantities(StrictObject pool, string field, FieldErrors errors)
    {
        var read = Map(pool, field, errors);
        foreach (var (name, amount) in read)
        {
            if (!Quantity.TryParse(amount, out var quantity) || quantity.Nanos < 0) pool.Error(field, $"{name}: \"{amount}\" is no amount");
            if (!LabelSyntax.IsQualifiedName(name)) pool.Error(field, $"{name}: is no name of a resource");
        }
        return read;
    }

    /// <summary>Names with texts; numbers and flags are taken as they are written.</summary>
    internal static Dictionary<string, string> Map(StrictObject parent, string field, FieldErrors errors)
    {
        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        if (parent.Raw(field) is not { } value) return read;
        if (value.ValueKind != JsonValueKind.Object)
        {
            parent.Error(field, "must be an object");
            return read;
        }
        foreach (var property in value.EnumerateObject())
        {
            if (property.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array) errors.Add($"{parent.PathOf(field)}.{property.Name}", property.Value, "must be a text");
            else if (!read.TryAdd(property.Name, property.Value.ToString())) errors.Add($"{parent.PathOf(field)}.{property.Name}", property.Value, "field is repeated");
        }
        return read;
    }

    private static Dictionary<string, string> Merged(IReadOnlyDictionary<string, string> usual, Dictionary<string, string> written)
    {
        foreach (var (name, amount) in usual) written.TryAdd(name, amount);
        return written;
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 57 && char.IsAsciiLetterOrDigit(name[0]) && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
