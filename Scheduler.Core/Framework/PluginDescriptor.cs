using System.Text.Json;
using Scheduler.Core.Cache;
using Scheduler.Core.Configuration;

namespace Scheduler.Core.Framework;

/// <summary>What a plugin may know when it is made.</summary>
/// <param name="Cluster">The state that it will be asked about.</param>
/// <param name="Features">Feature gates.</param>
/// <param name="Args">Its checked arguments, of the type that its descriptor reads; null where it takes none.</param>
/// <param name="Clock">The time, where a plugin needs it.</param>
public sealed record PluginContext(Cluster Cluster, FeatureGates Features, object? Args, TimeProvider Clock)
{
    /// <summary>True for the plain engine: what PreFilter and PreScore prepare is worked out the obvious way, from nodes and pods, and from nothing kept.</summary>
    public bool Plain { get; init; }
}

/// <summary>How a plugin is found by name and made.</summary>
public sealed record PluginDescriptor
{
    private PluginDescriptor(string name, ExtensionPoint points, Func<PluginContext, IPlugin> create)
    {
        Name = name;
        Points = points;
        Create = create;
    }

    /// <summary>The name that users write.</summary>
    public string Name { get; }

    /// <summary>The moments at which the plugin takes part.</summary>
    public ExtensionPoint Points { get; }

    /// <summary>Makes an instance for one engine.</summary>
    public Func<PluginContext, IPlugin> Create { get; }

    /// <summary>Weight in the default profile; 0 means 1.</summary>
    public int DefaultWeight { get; init; }

    /// <summary>
    /// Reads, defaults and checks the plugin's <c>args</c> (null where none are written); adds what is wrong to the error list with its field path. Null: the plugin takes no arguments.
    /// </summary>
    public Func<JsonElement?, FeatureGates, FieldErrors, object>? ReadArgs { get; init; }

    /// <summary>
    /// Given the plugin's arguments and the resources that extenders check alone, the arguments with which the plugin leaves these resources out.
    /// Null: the plugin checks no resources.
    /// </summary>
    public Func<object, IReadOnlyList<string>, object>? IgnoreResources { get; init; }

    /// <summary>A descriptor for a type; the moments follow from its interfaces.</summary>
    public static PluginDescriptor Of<T>(string name, Func<PluginContext, T> create)
        where T : class, IPlugin => new(name, PointsOf(typeof(T)), create);

    private static ExtensionPoint PointsOf(Type type)
    {
        ExtensionPoint points = ExtensionPoint.None;
        foreach ((Type contract, ExtensionPoint point) in (ReadOnlySpan<(Type, ExtensionPoint)>)
        [
            (typeof(IPreEnqueue), ExtensionPoint.PreEnqueue), (typeof(IQueueSort), ExtensionPoint.QueueSort),
            (typeof(IPreFilter), ExtensionPoint.PreFilter), (typeof(IFilter), ExtensionPoint.Filter),
            (typeof(IPostFilter), ExtensionPoint.PostFilter), (typeof(IPreScore), ExtensionPoint.PreScore),
            (typeof(IScore), ExtensionPoint.Score), (typeof(IReserve), ExtensionPoint.Reserve),
            (typeof(IPermit), ExtensionPoint.Permit), (typeof(IPreBind), ExtensionPoint.PreBind),
            (typeof(IBind), ExtensionPoint.Bind), (typeof(IPostBind), ExtensionPoint.PostBind),
        ])
            if (type.IsAssignableTo(contract)) points |= point;
        return points;
    }
}

/// <summary>The plugins that exist, in the order of the default profile. Duplicate names fail at once.</summary>
public sealed class PluginCatalog
{
    private readonly OrderedDictionary<string, PluginDescriptor> byName = new(StringComparer.Ordinal);

    public PluginCatalog(IEnumerable<PluginDescriptor> descriptors, IEnumerable<string>? enabledByDefault = null)
    {
        foreach (PluginDescriptor descriptor in descriptors)
            if (!byName.TryAdd(descriptor.Name, descriptor)) throw new ArgumentException($"plugin {descriptor.Name} is registered twice");
        EnabledByDefault = enabledByDefault?.ToArray() ?? [.. byName.Keys];
    }

    public IReadOnlyCollection<PluginDescriptor> All => byName.Values;

    /// <summary>The names of the default profile's multiPoint list, in order. Plugins of users are in the catalog but not here.</summary>
    public IReadOnlyList<string> EnabledByDefault { get; }

    /// <summary>The plugin of this name, or null.</summary>
    public PluginDescriptor? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>This catalog with more plugins, which are not enabled by default.</summary>
    public PluginCatalog With(params PluginDescriptor[] more) => new([.. byName.Values, .. more], EnabledByDefault);
}
