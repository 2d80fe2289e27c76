using Scheduler.Host.Client;

namespace Scheduler.Tests.Host.Scheduling;

/// <summary>
/// Goes through the journal of one scheduler and says which pods were left waiting when their backoff was over: others that came into the queue later
/// got their turn first, or nothing happened for long. Told by order where possible: how fast the machine is has no say in it.
/// </summary>
internal sealed class BackoffCheck(PodHistory history)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1), Most = TimeSpan.FromSeconds(10);

    /// <summary>Backoffs end with whole seconds, and the queue is looked at once a second.</summary>
    private static readonly TimeSpan Grain = TimeSpan.FromSeconds(2);

    /// <summary>On the clock of the run: nothing is that slow.</summary>
    private static readonly TimeSpan Lost = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, int> failures = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (DateTimeOffset Entered, DateTimeOffset Ready)> waiting = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> entered = new(StringComparer.Ordinal);

    /// <summary>Pods that came back to the queue and got their next turn.</summary>
    public int TriedAgain { get; private set; }

    /// <summary>From the end of a backoff to the turn, on the clock of the run.</summary>
    public TimeSpan LongestWait { get; private set; }

    public IEnumerable<string> Problems(IReadOnlyList<JournalEntry> journal)
    {
        foreach (JournalEntry entry in journal)
        {
            switch (entry.Name)
            {
                case "LogTook": Take(entry); break;
                case "LogNotBound": Fail(entry.Word("Pod"), entry.Time); break;
                case "LogPlaced" or "LogNotPlaced":
                    foreach (string problem in Decide(entry.Word("Pod"), entry.Time)) yield return problem;
                    break;
            }
        }

        if (journal.Count == 0) yield break;
        foreach ((string pod, (_, DateTimeOffset ready)) in waiting)
            if (ready + Lost < journal[^1].Time) yield return $"{pod} was ready at {ready:mm:ss.fff} and got no turn by {journal[^1].Time:mm:ss.fff}";
    }

    private void Take(JournalEntry entry)
    {
        string pod = entry.Word("Pod");
        bool needsNone = entry.Values["Change"] is ChangeKind.Deleted || history.At(pod, entry.Number("Version")) is { Node.Length: > 0 } or { IsGone: true };
        if (needsNone) waiting.Remove(pod);
        else entered.TryAdd(pod, entry.Time);
    }

    /// <summary>The binding failed: an error, so the backoff counts errors in a row.</summary>
    private void Fail(string pod, DateTimeOffset now)
    {
        int count = failures[pod] = failures.GetValueOrDefault(pod) + 1;
        TimeSpan backoff = TimeSpan.FromTicks(Math.Min(Most.Ticks, First.Ticks << Math.Min(count - 1, 10)));
        entered[pod] = now;
        waiting[pod] = (now, now + backoff);
    }

    private IEnumerable<string> Decide(string pod, DateTimeOffset now)
    {
        if (waiting.Remove(pod, out (DateTimeOffset Entered, DateTimeOffset Ready) known))
        {
            TriedAgain++;
            if (now - known.Ready > LongestWait) LongestWait = now - known.Ready;
        }

        DateTimeOffset since = entered.GetValueOrDefault(pod);
        foreach ((string other, (DateTimeOffset came, DateTimeOffset ready)) in waiting)
            if (came < since && ready + Grain < now) yield return $"{other} was ready at {ready:mm:ss.fff}, {pod} came after it and got its turn at {now:mm:ss.fff}";
    }
}
