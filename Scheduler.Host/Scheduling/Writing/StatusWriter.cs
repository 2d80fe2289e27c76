using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Scheduler.Host.Client;

namespace Scheduler.Host.Scheduling.Writing;

/// <summary>Writes why pods have no node, and what room they were promised: one patch for all that is known of a pod by then.</summary>
internal sealed class StatusWriter
{
    /// <summary>Equal pods get equal sentences: they are kept once while they wait.</summary>
    private const int SentencesMax = 256;

    private readonly IApiClient client;
    private readonly TimeProvider clock;
    private readonly Outbox<string, FailedAttempt> outbox;
    private readonly Dictionary<string, string> sentences = new(StringComparer.Ordinal);

    public StatusWriter(IApiClient client, TimeProvider clock, LiveOptions options, Func<CancellationToken, Task> yield)
    {
        this.client = client;
        this.clock = clock;
        outbox = new(new() { WaitingMax = options.StatusesWaitingMax, WritersMax = options.ReportsInFlightMax, Merge = Merge, Write = Write, Yield = yield }, clock);
    }

    /// <summary>Told of what the server refused.</summary>
    public Action<ApiAnswer, string>? Refused { get; init; }

    public int WaitingCount => outbox.Count;

    public long DroppedCount => outbox.DroppedCount;

    public void Put(FailedAttempt attempt)
    {
        if (SaysSo(attempt)) return;
        outbox.Put(attempt.Pod.Uid, attempt with { Message = Shared(attempt.Message) });
    }

    /// <summary>The pod is about to be bound: nothing that was said before may be written after that.</summary>
    public Task Withdraw(string uid) => outbox.Withdraw(uid);

    public Task RunAsync(CancellationToken cancellation) => outbox.RunAsync(cancellation);

    private async Task<bool> Write(FailedAttempt attempt, CancellationToken cancellation)
    {
        try
        {
            ApiAnswer answer = await client.Patch(Documents.PathOf(attempt.Pod, "status"), Documents.Failure(attempt, clock.GetUtcNow()), cancellation).ConfigureAwait(false);
            if (!answer.IsSuccess && !answer.IsGone && !answer.IsConflict) Refused?.Invoke(answer, "patch pods/status");
            return answer.Status is not (429 or >= 500);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return false;
        }
    }

    private static FailedAttempt Merge(FailedAttempt before, FailedAttempt now) => now with
    {
        Reason = now.Reason.Length > 0 ? now.Reason : before.Reason,
        Message = now.Reason.Length > 0 ? now.Message : before.Message,
        NominatedNode = now.NominatedNode ?? before.NominatedNode,
    };

    /// <summary>True where the pod shows all of it already.</summary>
    private bool SaysSo(FailedAttempt attempt)
    {
        PodStatus status = attempt.Pod.Pod.Status;
        if (attempt.NominatedNode is { } node && node != status.NominatedNodeName) return false;
        return attempt.Reason.Length == 0 || Array.Exists(status.Conditions, condition =>
            condition is { Type: "PodScheduled", Status: "False" } && condition.Reason == attempt.Reason && condition.Message == attempt.Message);
    }

    private string Shared(string sentence)
    {
        lock (sentences)
        {
            if (sentences.TryGetValue(sentence, out string? known)) return known;
            if (sentences.Count >= SentencesMax) sentences.Clear();
            sentences.Add(sentence, sentence);
            return sentence;
        }
    }
}
