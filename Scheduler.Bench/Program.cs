using CommandLine;
using Scheduler.Bench;
using Scheduler.Bench.Output;
using Scheduler.Bench.Perf.Playing;
using Scheduler.Bench.Replay;
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
        return Verbs.Run(parser, args, errors => Usage.Answer(errors, help, Console.Out, Console.Error));
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
