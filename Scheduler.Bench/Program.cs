using CommandLine;
using Scheduler.Bench.Conformance;
using Scheduler.Bench.Fuzz;
using Scheduler.Bench.Generate;
using Scheduler.Bench.Live;
using Scheduler.Bench.Micro;
using Scheduler.Bench.Output;
using Scheduler.Bench.Perf.Playing;
using Scheduler.Bench.Perf;
using Scheduler.Bench.Replay;
using Scheduler.Bench.Serving;
using Scheduler.Bench.WhatIf.Scenarios;
using Scheduler.Core.Configuration;
using Scheduler.Core.Reading;
using Scheduler.Host.Commands;

return Run(args);

static int Run(string[] args)
{
    try
    {
        using StringWriter help = new();
        using Parser parser = Usage.NewParser(help);
        return parser.ParseArguments<ReplayOptions, ConformanceOptions, GenerateOptions, FuzzOptions, PerfOptions, MicroOptions, WhatIfOptions, ServingOptions, LiveBenchOptions, NullSchedulerOptions>(args).MapResult(
            (ReplayOptions options) => ReplayCommand.Run(options),
            (ConformanceOptions options) => ConformanceCommand.Run(options),
            (GenerateOptions options) => GenerateCommand.Run(options),
            (FuzzOptions options) => FuzzCommand.Run(options),
            (PerfOptions options) => PerfCommand.Run(options),
            (MicroOptions options) => MicroCommand.Run(options),
            (WhatIfOptions options) => WhatIfCommand.Run(options),
            (ServingOptions options) => ServingCommand.Run(options),
            (LiveBenchOptions options) => LiveCommand.Run(options),
            (NullSchedulerOptions options) => NullScheduler.Run(options),
            errors => Usage.Answer(errors, help, Console.Out, Console.Error));
    }
    catch (Exception e) when (e is ReadException or InputException or ConfigurationException)
    {
        Console.Error.WriteLine(e.Message);
        return 2;
    }
    catch (Exception e) when (e is EngineDifferenceException or UnexpectedDecisionException)
    {
        Console.Error.WriteLine(e.Message);
        return 1;
    }
}
