using System.Globalization;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Errors;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Selectors;
using Scheduler.Host.ApiServer.Storage;

namespace Scheduler.Host.ApiServer.Requests;

/// <summary>What a list, a watch or a deletecollection asks for, checked.</summary>
/// <param name="Version">The resource version asked for; null: not stated.</param>
/// <param name="Match">Exact, NotOlderThan, or null.</param>
/// <param name="Limit">0: no limit.</param>
/// <param name="InitialEvents">Of a watch: tell what is there first, or do not; null: only when no version is named.</param>
public sealed record ListOptions(
    LabelSelector Labels, FieldSelector Fields, long? Version, string? Match, int Limit, string? Continue, TimeSpan? Timeout, bool Bookmarks, bool? InitialEvents)
{
    /// <summary>Texts that a matching object's bytes must contain; made once per request.</summary>
    private readonly Lazy<SelectorNeedles> needles = new(() => new SelectorNeedles(Labels, Fields));

    public bool SelectsEverything => Labels.IsEverything && Fields.IsEverything;

    /// <summary>False when the bytes of an object already show that it does not match: saves most of the parsing.</summary>
    public bool CouldMatch(ReadOnlySpan<byte> stored) => needles.Value.AllIn(stored);

    /// <summary>Whether an object matches, where its stored bytes are enough to say so; null where it has to be parsed.</summary>
    public bool? MatchesBytes(ServedResource resource, ReadOnlySpan<byte> stored)
    {
        if (!CouldMatch(stored)) return false;
        if (!Labels.IsEverything || !Fields.ScansBytes || !resource.IsPlain) return null;
        return Fields.MatchesBytes(stored);
    }

    public bool Matches(JsonObject document) => Labels.Matches(document) && Fields.Matches(document);

    /// <exception cref="ApiError">422 for parameters that contradict each other, 500 for a version that is none (as kube-apiserver does).</exception>
    /// <exception cref="ApiDataException">400 for a selector that cannot be read.</exception>
    public static ListOptions Of(RequestContext context, bool watch)
    {
        var query = context.Query;
        CheckVersionRules(query, watch);
        return new ListOptions(
            NotEmpty(query["labelSelector"]) is { } labels ? LabelSelector.Parse(labels) : LabelSelector.Everything,
            NotEmpty(query["fieldSelector"]) is { } fields ? FieldSelector.Parse(fields, context.Resource.Api) : FieldSelector.Everything,
            VersionOf(query["resourceVersion"]),
            NotEmpty(query["resourceVersionMatch"]),
            (int)Math.Clamp(query.Number("limit") ?? 0, 0, int.MaxValue),
            NotEmpty(query["continue"]),
            query.Number("timeoutSeconds") is { } seconds and > 0 ? TimeSpan.FromSeconds(Math.Min(seconds, 86_400)) : null,
            query.Flag("allowWatchBookmarks"),
            query["sendInitialEvents"] is null ? null : query.Flag("sendInitialEvents"));
    }

    private static void CheckVersionRules(QueryParameters query, bool watch)
    {
        var match = NotEmpty(query["resourceVersionMatch"]);
        var version = NotEmpty(query["resourceVersion"]);
        var causes = new List<StatusCause>();
        if (query["sendInitialEvents"] is not null)
        {
            if (!watch) Forbid("sendInitialEvents", "sendInitialEvents is forbidden for list");
            else if (match != "NotOlderThan") Forbid("resourceVersionMatch", "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
        }
        else if (match is not null)
        {
            if (watch) Forbid("resourceVersionMatch", "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided");
            if (version is null) Forbid("resourceVersionMatch", "resourceVersionMatch is forbidden unless resourceVersion is provided");
            if (NotEmpty(query["continue"]) is not null) Forbid("resourceVersionMatch", "resourceVersionMatch is forbidden when continue is provided");
            if (match is not ("Exact" or "NotOlderThan"))
                causes.Add(new StatusCause("FieldValueNotSupported",
                    $"Unsupported value: \"{match}\": supported values: \"Exact\", \"NotOlderThan\", \"\"", "resourceVersionMatch"));
            if (match == "Exact" && version == "0") Forbid("resourceVersionMatch", "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"");
        }
        if (causes.Count > 0) throw StatusErrors.Invalid("meta.k8s.io", "ListOptions", "", causes);

        void Forbid(string field, string why) => causes.Add(new StatusCause("FieldValueForbidden", $"Forbidden: {why}", field));
    }

    /// <exception cref="ApiError">500 for a version that is none.</exception>
    public static long? VersionOf(string? text)
    {
        if (string.IsNullOrEmpty(text)) return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version)) return version;
        throw StatusErrors.Unclassified($"resourceVersion: Invalid value: \"{text}\": strconv.ParseUint: parsing \"{text}\": invalid syntax");
    }

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
