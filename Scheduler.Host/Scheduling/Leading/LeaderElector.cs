using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Scheduler.Core.Configuration;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;

namespace Scheduler.Host.Scheduling.Leading;

/// <summary>
/// Makes sure that one of several replicas decides, by a Lease as kube-scheduler's. Clocks of machines are not compared: a lease has run out when this
/// process has seen no sign of its holder for the lease duration.
/// <code>
/// Waiting ──lease free, or silent for its duration: written──▶ Leading ──no renewal within the renew deadline──▶ Lost
///                                                                │ stop
///                                                                ▼ Released
/// </code>
/// </summary>
public sealed partial class LeaderElector(IApiClient client, LeaderElectionOptions options, string identity, TimeProvider clock, ILogger log)
{
    private readonly string path = Resources.Leases.Path(options.ResourceNamespace, options.ResourceName);
    private readonly string collection = Resources.Leases.Path(options.ResourceNamespace);
    private JsonObject? seen;
    private string seenVersion = "";
    private long seenAt;
    private long renewedAt;
    private volatile bool leads;

    /// <summary>The last refusal: the same one is told once.</summary>
    private string refused = "";

    /// <summary>Told when leading begins or ends.</summary>
    public Action? Changed { get; init; }

    /// <summary>
    /// True while this replica may write: it leads, and its renew deadline has not passed. The others wait for longer than that, so that no write
    /// of this one begins when another one may lead.
    /// </summary>
    public bool MayWrite => leads && clock.GetElapsedTime(Interlocked.Read(ref renewedAt)) < options.RenewDeadline;

    public bool Leads => leads;

    /// <summary>Waits for the lead and holds it; ends when it is lost, or when cancelled.</summary>
    /// <returns>True where it was lost.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        try
        {
            while (!await TryTakeAsync(cancellation).ConfigureAwait(false)) await Task.Delay(WaitForNextTry(), clock, cancellation).ConfigureAwait(false);
            leads = true;
            LogLeading(identity, options.ResourceNamespace, options.ResourceName);
            Changed?.Invoke();
            while (MayWrite)
            {
                await Task.Delay(options.RetryPeriod, clock, cancellation).ConfigureAwait(false);
                await TryTakeAsync(cancellation).ConfigureAwait(false);
            }

            leads = false;
            LogLost(identity, options.ResourceNamespace, options.ResourceName);
            Changed?.Invoke();
            return true;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Gives the lead up, so that the next one need not wait for the lease to run out. To be called when nothing is written any more.</summary>
    public async Task ReleaseAsync(CancellationToken cancellation)
    {
        if (!leads || seen is null) return;
        leads = false;
        JsonObject lease = seen.DeepClone().AsObject();
        JsonObject spec = lease.ChildOrNew("spec");
        spec["holderIdentity"] = "";
        spec["leaseDurationSeconds"] = 1;
        string now = Meta.MicroTimestamp(clock.GetUtcNow());
        spec["renewTime"] = now;
        spec["acquireTime"] = now;
        try
        {
            await client.Replace(path, lease, cancellation).ConfigureAwait(false);
            LogReleased(identity, options.ResourceNamespace, options.ResourceName);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException)
        {
            // Then it runs out.
        }
    }

    /// <summary>Writes this replica into the lease where that is its own, free, or has run out; true where it holds the lease now.</summary>
    private async Task<bool> TryTakeAsync(CancellationToken cancellation)
    {
        long began = clock.GetTimestamp();
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using CancellationTokenSource deadline = new(options.RenewDeadline / 2, clock);
        await using CancellationTokenRegistration link = deadline.Token.Register(patience.Cancel);
        try
        {
            ApiAnswer answer = await client.Get(path, patience.Token).ConfigureAwait(false);
            if (answer.IsGone) answer = await client.Create(collection, NewLease(), patience.Token).ConfigureAwait(false);
            else if (answer.IsSuccess)
            {
                Look(answer.Document);
                if (!IsFree()) return leads = false;
                answer = await client.Replace(path, Taken(answer.Document), patience.Token).ConfigureAwait(false);
            }

            if (!answer.IsSuccess)
            {
                if (!answer.IsConflict && refused != answer.Message) LogRefused(options.ResourceNamespace, options.ResourceName, answer.Message);
                refused = answer.IsConflict ? refused : answer.Message;
                return false;
            }

            seen = answer.Document;
            Look(answer.Document);

            // The deadline counts from before the request: the server may have written at once and answered late.
            Interlocked.Exchange(ref renewedAt, began);
            return true;
        }
        catch (Exception error) when (error is HttpRequestException or IOException || (error is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return false;
        }
    }

    /// <summary>Any change of the lease is a sign of life of its holder.</summary>
    private void Look(JsonObject lease)
    {
        if (lease.ResourceVersion() == seenVersion) return;
        seenVersion = lease.ResourceVersion();
        seenAt = clock.GetTimestamp();
        seen = lease;
    }

    private bool IsFree()
    {
        JsonObject spec = seen?.Child("spec") ?? [];
        string holder = spec.Text("holderIdentity") ?? "";
        return holder.Length == 0 || holder == identity || clock.GetElapsedTime(seenAt) >= DurationOf(spec);
    }

    /// <summary>The next try comes with the retry period, or as soon as the lease that was seen has run out.</summary>
    private TimeSpan WaitForNextTry()
    {
        if (seen is null || IsFree()) return options.RetryPeriod;
        TimeSpan left = DurationOf(seen.Child("spec") ?? []) - clock.GetElapsedTime(seenAt);
        return left < options.RetryPeriod && left > TimeSpan.Zero ? left : options.RetryPeriod;
    }

    private TimeSpan DurationOf(JsonObject spec) => spec.Number("leaseDurationSeconds") is { } seconds and > 0 ? TimeSpan.FromSeconds(seconds) : options.LeaseDuration;

    private JsonObject NewLease() => new()
    {
        ["apiVersion"] = "coordination.k8s.io/v1",
        ["kind"] = "Lease",
        ["metadata"] = new JsonObject { ["name"] = options.ResourceName, ["namespace"] = options.ResourceNamespace },
        ["spec"] = Spec(0, clock.GetUtcNow()),
    };

    private JsonObject Taken(JsonObject lease)
    {
        JsonObject taken = lease.DeepClone().AsObject();
        JsonObject before = lease.Child("spec") ?? [];
        bool isOwn = before.Text("holderIdentity") == identity;
        long transitions = (before.Number("leaseTransitions") ?? 0) + (isOwn ? 0 : 1);
        JsonObject spec = Spec(transitions, clock.GetUtcNow());
        if (isOwn && before.Text("acquireTime") is { } acquired) spec["acquireTime"] = acquired;
        taken["spec"] = spec;
        return taken;
    }

    private JsonObject Spec(long transitions, DateTimeOffset now) => new()
    {
        ["holderIdentity"] = identity,
        ["leaseDurationSeconds"] = (long)options.LeaseDuration.TotalSeconds,
        ["acquireTime"] = Meta.MicroTimestamp(now),
        ["renewTime"] = Meta.MicroTimestamp(now),
        ["leaseTransitions"] = transitions,
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "{Identity} leads: it holds the lease {Namespace}/{Name}")]
    private partial void LogLeading(string identity, string @namespace, string name);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Identity} leads no more: the lease {Namespace}/{Name} could not be renewed in time")]
    private partial void LogLost(string identity, string @namespace, string name);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Identity} has given up the lease {Namespace}/{Name}")]
    private partial void LogReleased(string identity, string @namespace, string name);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the lease {Namespace}/{Name} cannot be written: {Answer}")]
    private partial void LogRefused(string @namespace, string name, string answer);
}
