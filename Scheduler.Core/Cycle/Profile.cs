using Scheduler.Core.Cache;
using Scheduler.Core.Configuration;
using Scheduler.Core.Framework;

namespace Scheduler.Core.Cycle;

/// <summary>The plugins of one profile, made and put in order: arrays and indices, no names.</summary>
public sealed class Profile
{
    private Profile(string schedulerName) => SchedulerName = schedulerName;

    public string SchedulerName { get; }

    /// <summary>Every plugin once; its index is its number in rejections.</summary>
    public IPlugin[] Plugins { get; private init; } = [];

    /// <summary>The profile's own share of nodes to look at, or null.</summary>
    public int? PercentageOfNodesToScore { get; private init; }

    /// <summary>The number under which extenders reject nodes.</summary>
    public int ExtenderIndex => Plugins.Length - 1;

    public IPreEnqueue[] PreEnqueue { get; private init; } = [];

    public IQueueSort[] QueueSort { get; private init; } = [];

    public Slot<IPreFilter>[] PreFilter { get; private init; } = [];

    public Slot<IFilter>[] Filter { get; private init; } = [];

    public IPostFilter[] PostFilter { get; private init; } = [];

    public Slot<IPreScore>[] PreScore { get; private init; } = [];

    public ScoreSlot[] Score { get; private init; } = [];

    public IReserve[] Reserve { get; private init; } = [];

    public IPermit[] Permit { get; private init; } = [];

    public IPreBind[] PreBind { get; private init; } = [];

    public IBind[] Bind { get; private init; } = [];

    public IPostBind[] PostBind { get; private init; } = [];

    /// <summary>Makes the plugins of a profile for one engine.</summary>
    public static Profile Build(ProfileSpec spec, PluginCatalog catalog, Cluster cluster, FeatureGates features, TimeProvider clock, bool plain = false)
    {
        List<IPlugin> plugins = [];
        Dictionary<string, int> indices = new(StringComparer.Ordinal);
        return new(spec.SchedulerName)
        {
            PercentageOfNodesToScore = spec.PercentageOfNodesToScore,
            PreEnqueue = All<IPreEnqueue>(ExtensionPoint.PreEnqueue),
            QueueSort = All<IQueueSort>(ExtensionPoint.QueueSort),
            PreFilter = Slots<IPreFilter>(ExtensionPoint.PreFilter),
            Filter = Slots<IFilter>(ExtensionPoint.Filter),
            PostFilter = All<IPostFilter>(ExtensionPoint.PostFilter),
            PreScore = Slots<IPreScore>(ExtensionPoint.PreScore),
            Score = [.. At(ExtensionPoint.Score).Select(enabled => new ScoreSlot(Index(enabled.Name), (IScore)plugins[Index(enabled.Name)], enabled.Weight))],
            Reserve = All<IReserve>(ExtensionPoint.Reserve),
            Permit = All<IPermit>(ExtensionPoint.Permit),
            PreBind = All<IPreBind>(ExtensionPoint.PreBind),
            Bind = All<IBind>(ExtensionPoint.Bind),
            PostBind = All<IPostBind>(ExtensionPoint.PostBind),

            // Last: by now every plugin has been made. Extenders reject nodes under one name, behind all plugins.
            Plugins = [.. plugins, ExtenderChain.Rejector],
        };

        EnabledPlugin[] At(ExtensionPoint point) => spec.Plugins.GetValueOrDefault(point) ?? [];

        T[] All<T>(ExtensionPoint point) => [.. At(point).Select(enabled => (T)plugins[Index(enabled.Name)])];

        Slot<T>[] Slots<T>(ExtensionPoint point)
            where T : class, IPlugin => [.. At(point).Select(enabled => new Slot<T>(Index(enabled.Name), (T)plugins[Index(enabled.Name)]))];

        int Index(string name)
        {
            if (indices.TryGetValue(name, out int index)) return index;
            PluginDescriptor descriptor = catalog.Find(name) ?? throw new ArgumentException($"plugin \"{name}\" does not exist");
            indices.Add(name, plugins.Count);
            plugins.Add(descriptor.Create(new(cluster, features, spec.Args.GetValueOrDefault(name), clock) { Plain = plain }));
            return plugins.Count - 1;
        }
    }
}

/// <summary>A plugin at a moment, with its number.</summary>
public readonly record struct Slot<T>(int Index, T Plugin)
    where T : class, IPlugin;

/// <summary>A scoring plugin with its number and weight.</summary>
public readonly record struct ScoreSlot(int Index, IScore Plugin, int Weight);
