using System.Text.Json;
using Scheduler.Core.Reading;
using Scheduler.Host.ApiServer.Requests;
using Scheduler.Host.Client;
using Scheduler.Host.Client.Following;

namespace Scheduler.Host.Snapshots;

/// <summary>Reads everything from a live cluster that a replay reads, kind by kind. What cannot be read is left out and noted.</summary>
public sealed class SnapshotReader(IApiClient client)
{
    private const int PageSize = 500;

    private readonly KubeReader reader = new();
    private readonly List<string> notes = [];

    /// <summary>One line for each thing that is missing; a replay of an incomplete snapshot may decide otherwise.</summary>
    public IReadOnlyList<string> Notes => notes;

    /// <exception cref="HttpRequestException">The server cannot be reached.</exception>
    /// <exception cref="ApiCallException">The server answers no list at all.</exception>
    /// <exception cref="ReadException">An object cannot be read.</exception>
    public async Task<ClusterObjects> Read(CancellationToken cancellation)
    {
        ClusterObjects objects = new();
        foreach (var info in KubeKinds.Table.ToArray())
            if (await Read(info, objects, cancellation).ConfigureAwait(false) is { } failure) notes.Add(failure);
        if (objects.Nodes.Count == 0 && notes.Count == KubeKinds.Table.Length) throw new ApiCallException(notes[0]);
        return objects;
    }

    /// <summary>Null: all were read.</summary>
    private async Task<string?> Read(KubeKindInfo info, ClusterObjects objects, CancellationToken cancellation)
    {
        var plural = info.Plural.ToLowerInvariant();
        var failure = await Read(info, Path(info, info.Version), objects, cancellation).ConfigureAwait(false);
        if (failure is not { IsNotFound: true }) return Line(plural, failure);
        foreach (var version in await VersionsOf(info.Group, cancellation).ConfigureAwait(false))
        {
            if (version == info.Version) continue;
            failure = await Read(info, Path(info, version), objects, cancellation).ConfigureAwait(false);
            if (failure is not { IsNotFound: true }) return Line(plural, failure);
        }
        return Line(plural, failure);
    }

    private static string? Line(string plural, ApiFailure? failure) => failure switch
    {
        null => null,
        { IsNotFound: true } => $"{plural}: the server does not have this resource",
        { IsForbidden: true } => $"list {plural}: forbidden (403): {failure.Message}",
        _ => $"list {plural}: {failure.Code}: {failure.Message}",
    };

    private static string Path(KubeKindInfo info, string version) =>
        $"{(info.Group.Length == 0 ? "/api" : $"/apis/{info.Group}")}/{version}/{info.Plural.ToLowerInvariant()}";

    /// <summary>What an older or newer server has of a group.</summary>
    private async Task<IEnumerable<string>> VersionsOf(string group, CancellationToken cancellation)
    {
        if (group.Length == 0) return [];
        var answer = await client.Get($"/apis/{group}", cancellation).ConfigureAwait(false);
        return answer.IsSuccess ? answer.Document["versions"]!.AsArray().Select(version => version!["version"]!.GetValue<string>()) : [];
    }

    /// <summary>Null: all were read. Pages that the server has forgotten are read again, all at once.</summary>
    private async Task<ApiFailure?> Read(KubeKindInfo info, string path, ClusterObjects objects, CancellationToken cancellation)
    {
        List<(string Key, byte[] Text)> found = [];
        var (limit, token) = (PageSize, "");
        do
        {
            var from = token.Length > 0 ? $"&continue={Uri.EscapeDataString(token)}" : "";
            using var answer = await client.Open($"{path}?limit={limit}{from}", MediaTypes.Json, cancellation).ConfigureAwait(false);
            if (!answer.IsSuccess)
            {
                var failure = (await answer.ReadAnswer(cancellation).ConfigureAwait(false)).Failure!;
                if (!failure.IsExpired || limit == 0) return failure;
                (limit, token) = (0, "");
                found.Clear();
                continue;
            }
            token = await Page(answer, path, found, cancellation).ConfigureAwait(false);
        }
        while (token.Length > 0 || (limit == 0 && found.Count == 0));
        foreach (var (key, text) in found)
            objects.TryAdd(reader.Read(text, info.Kind, $"{path} {key}"), info.Kind, path, out _);
        return null;
    }

    private static async Task<string> Page(ApiStream answer, string path, List<(string Key, byte[] Text)> found, CancellationToken cancellation)
    {
        var body = new MemoryStream();
        await answer.Body.CopyToAsync(body, cancellation).ConfigureAwait(false);
        List<(ObjectHead Head, Range Text)> items = [];
        try
        {
            var bytes = body.GetBuffer().AsMemory(0, (int)body.Length);
            var page = ListPage.Read(bytes.Span, items);
            found.AddRange(items.Select(item => (item.Head.Key, bytes[item.Text].ToArray())));
            return page.Continue;
        }
        catch (JsonException error)
        {
            throw new ReadException(path, $"the server's list is broken: {error.Message.TrimEnd('.')}", inner: error);
        }
    }
}
