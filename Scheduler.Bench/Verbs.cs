using CommandLine;
using Scheduler.Bench.Conformance;
using Scheduler.Bench.Diff;
using Scheduler.Bench.Fuzz;
using Scheduler.Bench.Gate;
using Scheduler.Bench.Gate.Measuring;
using Scheduler.Bench.Generate;
using Scheduler.Bench.Live;
using Scheduler.Bench.Micro;
using Scheduler.Bench.Perf;
using Scheduler.Bench.Replay;
using Scheduler.Bench.Serving;
using Scheduler.Bench.WhatIf.Capacity;
using Scheduler.Bench.WhatIf.Empty;
using Scheduler.Bench.WhatIf.Fit;
using Scheduler.Bench.WhatIf.Relax;
using Scheduler.Bench.WhatIf.Resilience;
using Scheduler.Bench.WhatIf.Scenarios;

namespace Scheduler.Bench;

/// <summary>All verbs, in the order of the help: what each takes, and what it does.</summary>
internal static class Verbs
{
    private static readonly (Type Options, Func<object, int> Run)[] All =
    [
        Verb<ReplayOptions>(ReplayCommand.Run),
        Verb<WhatIfOptions>(WhatIfCommand.Run),
        Verb<CapacityOptions>(CapacityCommand.Run),
        Verb<FitOptions>(FitCommand.Run),
        Verb<EmptyOptions>(EmptyCommand.Run),
        Verb<ResilienceOptions>(ResilienceCommand.Run),
        Verb<RelaxOptions>(RelaxCommand.Run),
        Verb<DiffOptions>(DiffCommand.Run),
        Verb<GateOptions>(GateCommand.Run),
        Verb<MeasureOptions>(MeasureCommand.Run),
        Verb<ConformanceOptions>(ConformanceCommand.Run),
        Verb<GenerateOptions>(GenerateCommand.Run),
        Verb<FuzzOptions>(FuzzCommand.Run),
        Verb<PerfOptions>(PerfCommand.Run),
        Verb<MicroOptions>(MicroCommand.Run),
        Verb<ServingOptions>(ServingCommand.Run),
        Verb<LiveBenchOptions>(LiveCommand.Run),
        Verb<NullSchedulerOptions>(NullScheduler.Run),
    ];

    /// <summary>Does what a command line asks for; <paramref name="otherwise"/> answers one that names no verb, or gives it what it does not take.</summary>
    public static int Run(Parser parser, string[] args, Func<IEnumerable<Error>, int> otherwise) =>
        parser.ParseArguments(args, [.. All.Select(verb => verb.Options)]).MapResult(
            options => All.Single(verb => verb.Options == options.GetType()).Run(options),
            otherwise);

    private static (Type Options, Func<object, int> Run) Verb<TOptions>(Func<TOptions, int> run) => (typeof(TOptions), options => run((TOptions)options));
}
