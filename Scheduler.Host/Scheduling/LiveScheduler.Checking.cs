using Microsoft.Extensions.Logging;
using Scheduler.Core.Configuration;
using Scheduler.Core.Cycle;
using Scheduler.Host.Cases;

namespace Scheduler.Host.Scheduling;

/// <content>Decisions that are worked out the plain way too.</content>
public sealed partial class LiveScheduler
{
    /// <summary>Reports of one run: who has seen these has seen enough, and a disk has an end.</summary>
    private const int ReportsMax = 10;

    private int reports;

    private CycleOptions Checked(CycleOptions cycle, SchedulerConfiguration configuration, FeatureGates features)
    {
        CaseWriter cases = new(options.CheckReports, configuration, features);
        return cycle with { Check = options.Check, CheckShareMax = options.CheckShareMax, CheckFailed = difference => Report(difference, cases) };
    }

    private void Report(CheckDifference difference, CaseWriter cases)
    {
        string report = "no more reports are written";
        try
        {
            if (reports++ < ReportsMax) report = cases.Write(difference.Cluster, difference.Pod, GoldenResult.Of(difference.Explanation));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            report = $"not written: {error.Message}";
        }

        LogCheckFailed(difference.Pod.Key, difference.What, difference.Expected, difference.Got, report);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "check failed, the plain decision is taken: {Pod}: {What}: plain {Expected}, kept {Got}; report: {Report}")]
    private partial void LogCheckFailed(string pod, string what, string expected, string got, string report);
}
