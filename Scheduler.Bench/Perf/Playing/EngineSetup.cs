using Scheduler.Bench.Output;
using Scheduler.Core.Cache;
using Scheduler.Core.Configuration;
using Scheduler.Core.Cycle;
using Scheduler.Core.Framework;
using Scheduler.Host.Cases;

namespace Scheduler.Bench.Perf.Playing;

/// <summary>Makes what a workload is played with: an empty cluster, an engine over it, a clock, and the plain engine beside it where decisions are checked.</summary>
internal sealed class EngineSetup
{
    public EngineSetup(FeatureGates features, RunOptions options)
    {
        Configuration = Setup.Configuration(options.Config, options.Catalog, features);
        ProfileSpec[] profiles = [.. Configuration.Profiles.Select(profile => WithMore(profile, options.MorePlugins))];

        CaseWriter cases = new(Path.GetTempPath(), Configuration, features);
        if (options.Check == default) Engine = Make(options.Cycle);
        else if (options.Cycle.Engine == EngineKind.Incremental) Engine = Make(options.Cycle.WithCheck(options.Check, cases));
        else
        {
            // Beside an engine that keeps nothing all is compared that an explanation shows, so both have to work it out.
            CycleOptions cycle = options.Cycle with { Explain = true };
            Engine = Make(cycle);
            Check = new(new(Make(cycle with { Engine = EngineKind.Plain }), Engine, cases), options.Check);
        }

        SchedulingEngine Make(CycleOptions with) => new(Cluster, profiles, options.Catalog, features, with, Clock);
    }

    public Cluster Cluster { get; } = new();

    public VirtualTime Clock { get; } = new();

    public SchedulerConfiguration Configuration { get; }

    public SchedulingEngine Engine { get; }

    /// <summary>Null where nothing is checked, or the engine checks itself.</summary>
    public EngineComparison? Check { get; }

    private static ProfileSpec WithMore(ProfileSpec profile, string[] plugins)
    {
        if (plugins.Length == 0) return profile;
        Dictionary<ExtensionPoint, EnabledPlugin[]> points = new(profile.Plugins);
        EnabledPlugin[] more = [.. plugins.Select(name => new EnabledPlugin(name, 1))];
        foreach (ExtensionPoint point in (ReadOnlySpan<ExtensionPoint>)[ExtensionPoint.Filter, ExtensionPoint.Score])
            points[point] = [.. points.GetValueOrDefault(point, []), .. more];
        return profile with { Plugins = points };
    }
}
