using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Runtime.InteropServices;
using System.Text.Json;
using Scheduler.Host.ApiServer.Requests;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.Client;

/// <summary>
/// Follows one resource: what is there, then every change. Told in order, each version once; what went while nobody watched is told as deleted.
/// <code>
/// Listing ──▶ Watching ──stream ends──▶ Watching, from the last version seen
///    ▲  │         │
///    │  └─error─┐ └─410, error─┐
///    │          ▼              │
///    └──1 s── Waiting ◀────────┘
/// </code>
/// </summary>
/// <param name="client">The server.</param>
/// <param name="resource">What to follow, in all namespaces.</param>
/// <param name="tell">Told of every change, on any thread, one at a time.</param>
/// <param name="clock">For the pause after an error.</param>
/// <param name="fieldSelector">Only objects that match; empty: all.</param>
public sealed class Informer(IApiClient client, ApiResource resource, Action<Change> tell, TimeProvider clock, string fieldSelector = "")
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, Change> known = new(StringComparer.Ordinal);
    private State state = State.Listing;
    private long version;

    private enum State
    {
        Listing,
        Watching,
        Waiting,
    }

    /// <summary>Follows until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            while (true) state = await Step(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // That is how it ends.
        }
    }

    private async Task<State> Step(CancellationToken cancellation)
    {
        try
        {
            switch (state)
            {
                case State.Listing:
                    return await List(cancellation).ConfigureAwait(false);
                case State.Watching:
                    return await Watch(cancellation).ConfigureAwait(false);
                default:
                    await Task.Delay(Pause, clock, cancellation).ConfigureAwait(false);
                    return State.Listing;
            }
        }
        catch (Exception error) when (error is HttpRequestException or IOException or JsonException)
        {
            return State.Waiting;
        }
    }

    private string Path(string query) =>
        $"{resource.Path()}?{query}{(fieldSelector.Length > 0 ? $"&fieldSelector={Uri.EscapeDataString(fieldSelector)}" : "")}";

    private async Task<State> List(CancellationToken cancellation)
    {
        using var response = await client.Open(Path("limit=0"), MediaTypes.Json, cancellation).ConfigureAwait(false);
        if (!response.IsSuccess) return State.Waiting;
        using var list = JsonDocument.Parse(await ReadAll(response.Body, cancellation).ConfigureAwait(false));
        var present = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in Items(list.RootElement))
        {
            var change = Read(ChangeKind.Set, item);
            present.Add(change.Key);
            if (!known.TryGetValue(change.Key, out var old) || old.Version != change.Version) Tell(change);
        }
        foreach (var gone in known.Values.Where(one => !present.Contains(one.Key)).ToArray())
            Tell(new Change(ChangeKind.Deleted, resource, gone.Key, gone.Version, gone.Json));
        version = VersionOf(list.RootElement);
        tell(new Change(ChangeKind.Synced, resource, "", version, []));
        return State.Watching;
    }

    private static async Task<byte[]> ReadAll(Stream body, CancellationToken cancellation)
    {
        var bytes = new MemoryStream();
        await body.CopyToAsync(bytes, cancellation).ConfigureAwait(false);
        return bytes.ToArray();
    }

    /// <summary>A list without objects may have none or null.</summary>
    private static IEnumerable<JsonElement> Items(JsonElement list) =>
        list.TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Array ? items.EnumerateArray() : [];

    private async Task<State> Watch(CancellationToken cancellation)
    {
        var from = version.ToString(CultureInfo.InvariantCulture);
        using var response = await client.Open(Path($"watch=true&allowWatchBookmarks=true&resourceVersion={from}"), MediaTypes.Json, cancellation).ConfigureAwait(false);
        if (!response.IsSuccess) return State.Waiting;
        var reader = PipeReader.Create(response.Body);
        var told = false;
        while (true)
        {
            var read = await reader.ReadAsync(cancellation).ConfigureAwait(false);
            var buffer = read.Buffer;
            while (buffer.PositionOf((byte)'\n') is { } end)
            {
                if (!OnLine(buffer.Slice(0, end).ToArray())) return State.Waiting;
                buffer = buffer.Slice(buffer.GetPosition(1, end));
                told = true;
            }
            reader.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted) return told ? State.Watching : State.Waiting; // A server that only hangs up is not asked again at once.
        }
    }

    /// <summary>False when the stream says that it cannot go on.</summary>
    private bool OnLine(byte[] line)
    {
        using var parsed = JsonDocument.Parse(line);
        var type = parsed.RootElement.GetProperty("type").GetString();
        var value = parsed.RootElement.GetProperty("object");
        switch (type)
        {
            case "ERROR":
                return false;
            case "BOOKMARK":
                break;
            default:
                Tell(Read(type == "DELETED" ? ChangeKind.Deleted : ChangeKind.Set, value));
                break;
        }
        version = VersionOf(value);
        return true;
    }

    private void Tell(Change change)
    {
        if (change.Kind == ChangeKind.Deleted) known.Remove(change.Key);
        else known[change.Key] = change;
        tell(change);
    }

    private Change Read(ChangeKind kind, JsonElement value)
    {
        var metadata = value.GetProperty("metadata");
        var name = metadata.GetProperty("name").GetString()!;
        var key = metadata.TryGetProperty("namespace", out var ns) ? $"{ns.GetString()}/{name}" : name;
        return new Change(kind, resource, key, VersionOf(value), JsonMarshal.GetRawUtf8Value(value).ToArray());
    }

    private static long VersionOf(JsonElement value) =>
        long.Parse(value.GetProperty("metadata").GetProperty("resourceVersion").GetString()!, CultureInfo.InvariantCulture);
}
