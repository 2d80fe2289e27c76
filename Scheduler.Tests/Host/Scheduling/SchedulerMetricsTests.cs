using Scheduler.Host.Scheduling.Metrics;

namespace Scheduler.Tests.Host.Scheduling;

/// <summary>The text that Prometheus reads.</summary>
public sealed class SchedulerMetricsTests
{
    [Fact]
    public void Counters_and_histograms_are_written_in_the_text_format()
    {
        SchedulerMetrics metrics = new();
        metrics.Attempted("ours", "scheduled", TimeSpan.FromMilliseconds(3));
        metrics.Attempted("ours", "scheduled", TimeSpan.FromHours(1));
        metrics.QueueIncoming.With("a\"b\\c", "active").Add();
        using StringWriter text = new();
        metrics.Write(text);
        string[] lines = text.ToString().Split('\n');
        Assert.Contains("# TYPE scheduler_schedule_attempts_total counter", lines);
        Assert.Contains("scheduler_schedule_attempts_total{profile=\"ours\",result=\"scheduled\"} 2", lines);
        Assert.Contains("scheduler_scheduling_attempt_duration_seconds_bucket{profile=\"ours\",result=\"scheduled\",le=\"0.002\"} 0", lines);
        Assert.Contains("scheduler_scheduling_attempt_duration_seconds_bucket{profile=\"ours\",result=\"scheduled\",le=\"0.004\"} 1", lines);
        Assert.Contains("scheduler_scheduling_attempt_duration_seconds_bucket{profile=\"ours\",result=\"scheduled\",le=\"16.384\"} 1", lines);
        Assert.Contains("scheduler_scheduling_attempt_duration_seconds_bucket{profile=\"ours\",result=\"scheduled\",le=\"+Inf\"} 2", lines);
        Assert.Contains("scheduler_scheduling_attempt_duration_seconds_count{profile=\"ours\",result=\"scheduled\"} 2", lines);
        Assert.Contains("scheduler_queue_incoming_pods_total{event=\"a\\\"b\\\\c\",queue=\"active\"} 1", lines);
    }
}
