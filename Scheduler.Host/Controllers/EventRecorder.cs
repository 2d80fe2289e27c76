using System.Globalization;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;

namespace Scheduler.Host.Controllers;

/// <summary>
/// Tells people what controllers do: Events, written one after the other beside the work, never holding it up. The same message about the same object
/// counts up; an object that is told of too often is not told of for a while.
/// </summary>
public sealed class EventRecorder(IApiClient client, TimeProvider clock)
{
    /// <summary>What is told beyond this many unwritten is dropped, oldest first.</summary>
    private const int UnwrittenMax = 4096;

    /// <summary>Messages whose count is remembered.</summary>
    private const int RememberedMax = 4096;

    /// <summary>An object may be told of so often at once, and once more every <see cref="Refill"/>.</summary>
    private const int Burst = 25;
    private static readonly TimeSpan Refill = TimeSpan.FromMinutes(5);

    private readonly Channel<Told> unwritten =
        Channel.CreateBounded<Told>(new BoundedChannelOptions(UnwrittenMax) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private readonly Dictionary<string, (double Left, DateTimeOffset Since)> allowances = new(StringComparer.Ordinal);
    private readonly Dictionary<Told, (string Path, int Count)> written = [];
    private long made;

    private sealed record Told(string Component, string Kind, string ApiVersion, string Namespace, string Name, string Uid, string Type, string Reason, string Message);

    /// <summary>Something ordinary has happened to an object. Called by one thread.</summary>
    public void Normal(string component, JsonObject about, string reason, string message) => Tell(component, about, "Normal", reason, message);

    /// <summary>Something went wrong with an object. Called by one thread.</summary>
    public void Warning(string component, JsonObject about, string reason, string message) => Tell(component, about, "Warning", reason, message);

    /// <summary>Writes until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            await foreach (var told in unwritten.Reader.ReadAllAsync(cancellation).ConfigureAwait(false)) await Write(told, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // That is how it ends.
        }
    }

    /// <summary>Writes what has been told so far.</summary>
    public async Task WriteAll(CancellationToken cancellation)
    {
        while (unwritten.Reader.TryRead(out var told)) await Write(told, cancellation).ConfigureAwait(false);
    }

    private void Tell(string component, JsonObject about, string type, string reason, string message)
    {
        if (!IsAllowed(about.Uid())) return;
        unwritten.Writer.TryWrite(new Told(
            component, about.Text("kind") ?? "", about.Text("apiVersion") ?? "", about.Namespace(), about.ObjectName(), about.Uid(), type, reason, message));
    }

    private bool IsAllowed(string uid)
    {
        var now = clock.GetUtcNow();
        var (left, since) = allowances.TryGetValue(uid, out var known) ? known : (Burst, now);
        left = Math.Min(Burst, left + (now - since) / Refill);
        if (allowances.Count >= RememberedMax) allowances.Clear();
        allowances[uid] = (left >= 1 ? left - 1 : left, now);
        return left >= 1;
    }

    /// <summary>An event is worth one attempt.</summary>
    private async Task Write(Told told, CancellationToken cancellation)
    {
        try
        {
            if (written.TryGetValue(told, out var before))
            {
                var again = new JsonObject { ["count"] = before.Count + 1, ["lastTimestamp"] = Meta.Timestamp(clock.GetUtcNow()) };
                if ((await client.Merge(before.Path, again, cancellation).ConfigureAwait(false)).IsSuccess)
                {
                    written[told] = (before.Path, before.Count + 1);
                    return;
                }
            }
            var (path, document) = Event(told);
            if (written.Count >= RememberedMax) written.Clear();
            if ((await client.Create(path, document, cancellation).ConfigureAwait(false)).IsSuccess) written[told] = ($"{path}/{document.ObjectName()}", 1);
        }
        catch (HttpRequestException)
        {
            // The server is away: whatever happens next is told anew.
        }
    }

    private (string Path, JsonObject Document) Event(Told told)
    {
        var now = clock.GetUtcNow();
        var suffix = string.Create(CultureInfo.InvariantCulture, $"{now.UtcTicks:x}{made++ & 0xfff:x3}");
        var ns = told.Namespace.Length > 0 ? told.Namespace : "default";
        var involved = new JsonObject { ["apiVersion"] = told.ApiVersion, ["kind"] = told.Kind, ["name"] = told.Name, ["uid"] = told.Uid };
        if (told.Namespace.Length > 0) involved["namespace"] = told.Namespace;
        return (Resources.Events.Path(ns), new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Event",
            ["metadata"] = new JsonObject { ["name"] = $"{told.Name}.{suffix}", ["namespace"] = ns },
            ["involvedObject"] = involved,
            ["type"] = told.Type,
            ["reason"] = told.Reason,
            ["message"] = told.Message,
            ["source"] = new JsonObject { ["component"] = told.Component },
            ["reportingComponent"] = told.Component,
            ["firstTimestamp"] = Meta.Timestamp(now),
            ["lastTimestamp"] = Meta.Timestamp(now),
            ["count"] = 1,
        });
    }
}
