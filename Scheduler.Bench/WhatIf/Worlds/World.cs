using Scheduler.Bench.Output;
using Scheduler.Bench.Replay;
using Scheduler.Bench.WhatIf.Edits;
using Scheduler.Core.Cache;
using Scheduler.Core.Configuration;
using Scheduler.Core.Cycle;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Scheduler.Core.Reading;
using Scheduler.Host.Extenders;
using Scheduler.Plugins;

namespace Scheduler.Bench.WhatIf.Worlds;

/// <summary>A dump loaded once, that any number of questions are asked about: each on a branch of its cluster.</summary>
public sealed class World
{
    private readonly Dictionary<(ulong Seed, bool Preempting), SchedulingEngine> engines = [];
    private readonly WorldSettings settings;

    private readonly Dictionary<string, World> others = new(StringComparer.Ordinal);

    private World(Snapshot snapshot, ReplayInput input, WorldSettings settings)
    {
        this.settings = settings;
        Snapshot = snapshot;
        Input = input;
    }

    public Snapshot Snapshot { get; }

    public Cluster Cluster => Input.Cluster;

    /// <summary>The pods to place in the dump as it is.</summary>
    public ReplayInput Input { get; }

    public SchedulerConfiguration Configuration => settings.Configuration;

    /// <summary>Reads a dump and what goes with it. Warnings go to standard error.</summary>
    /// <exception cref="InputException">An option is wrong.</exception>
    /// <exception cref="ReadException">The dump is wrong.</exception>
    /// <exception cref="ConfigurationException">The configuration is wrong.</exception>
    public static World Load(WorldOptions options, bool fromScratch = false)
    {
        FeatureGates features = Setup.Features(options.FeatureGates);
        PluginCatalog catalog = PluginAssembly.With(DefaultPlugins.Catalog, options.Plugins);
        SchedulerConfiguration configuration = Setup.Configuration(options.Config, catalog, features);
        WorldSettings settings = new(configuration, catalog, features, EngineChoice.Parse(options.Engine), fromScratch, EngineChoice.ByPriority(options.Order));
        World world = Of(ClusterFiles.Load(options.Paths), settings);
        foreach (string warning in (IEnumerable<string>)[.. configuration.Warnings, .. world.Input.Warnings]) Console.Error.WriteLine($"warning: {warning}");
        return world;
    }

    /// <summary>A world over objects that are there already.</summary>
    public static World Of(ClusterObjects objects, WorldSettings settings) => Build(new(objects), settings);

    /// <summary>An engine over this cluster; the same one for the same seed.</summary>
    /// <param name="seed">Seed of the tie rule.</param>
    /// <param name="preempting">False: nothing is worked out that only preemption needs. Who fits where is the same.</param>
    public SchedulingEngine Engine(ulong seed, bool preempting = true)
    {
        if (engines.TryGetValue((seed, preempting), out SchedulingEngine? engine)) return engine;
        engine = settings.MakeEngine(Cluster, seed, preempting);
        engines.Add((seed, preempting), engine);
        return engine;
    }

    /// <summary>
    /// The world under another configuration: the same cluster where that can be, another one where the configuration says which pods may move.
    /// </summary>
    /// <exception cref="ConfigurationException">The configuration is wrong.</exception>
    public World With(string? config, IReadOnlyCollection<string> plugins)
    {
        if (config is null && plugins.Count == 0) return this;
        string key = string.Join('\n', [config ?? "", .. plugins]);
        if (others.TryGetValue(key, out World? known)) return known;
        PluginCatalog catalog = PluginAssembly.With(settings.Catalog, plugins);
        WorldSettings other = settings with { Catalog = catalog };
        if (config is not null) other = other with { Configuration = Setup.Configuration(config, catalog, settings.Features) };
        World world = settings.FromScratch ? Build(Snapshot, other) : new(Snapshot, Input, other);
        others.Add(key, world);
        return world;
    }

    private static World Build(Snapshot snapshot, WorldSettings settings) =>
        new(snapshot, ReplayInput.Build(snapshot.Objects, settings.FromScratch, settings.ByPriority, settings.Schedules), settings);

    /// <summary>Begins a branch; what a draft changes is there until it ends.</summary>
    /// <param name="draft">What changes; null for nothing.</param>
    /// <param name="engine">One of this world's engines.</param>
    /// <param name="onlyChanged">True: only pods that the draft changes have a turn. False: those that wait in the dump, too.</param>
    public Stage Branch(SnapshotDraft? draft, SchedulingEngine engine, bool onlyChanged = false) => new(this, draft, engine, onlyChanged);

    /// <summary>The world after the pods that wait have had their turn: those that found a node run there.</summary>
    public World Settled(ulong seed)
    {
        Dictionary<string, string> nodes = new(StringComparer.Ordinal);
        using (Stage stage = Branch(null, Engine(seed)))
            foreach (PodOutcome pod in stage.Play().Pods)
                if (pod.Kind == DecisionKind.Placed) nodes.Add(pod.Pod.Key, pod.Node);
        if (nodes.Count == 0 && !settings.FromScratch) return this;
        SnapshotDraft draft = new(Snapshot);
        foreach ((string key, string node) in nodes)
        {
            Pod pod = Snapshot.FindPod(key)!;
            draft.SetPod(pod with { Spec = pod.Spec with { NodeName = node }, Status = pod.Status with { Phase = "Running", NominatedNodeName = "" } });
        }

        return Of(EditedSnapshot.Of(draft), settings with { FromScratch = false });
    }
}

/// <summary>How a world schedules.</summary>
public sealed record WorldSettings(
    SchedulerConfiguration Configuration, PluginCatalog Catalog, FeatureGates Features, EngineKind Engine, bool FromScratch, bool ByPriority)
{
    /// <summary>True where a scheduler name is one of ours.</summary>
    public bool Schedules(string name) => Configuration.FindProfile(name.Length == 0 ? SchedulerConfiguration.DefaultSchedulerName : name) is not null;

    public SchedulingEngine MakeEngine(Cluster cluster, ulong seed, bool preempting) => new(
        cluster,
        preempting ? Configuration.Profiles : Configuration.Profiles.Select(WithoutPostFilter),
        Catalog,
        Features,
        new() { Engine = Engine, Seed = seed, PercentageOfNodesToScore = Configuration.PercentageOfNodesToScore },
        TimeProvider.System,
        new ExtenderChain(HttpExtender.OpenAll(Configuration), error => Console.Error.WriteLine($"warning: {error}")));

    private static ProfileSpec WithoutPostFilter(ProfileSpec profile) => profile with
    {
        Plugins = profile.Plugins.Where(point => point.Key != ExtensionPoint.PostFilter).ToDictionary(),
    };
}
