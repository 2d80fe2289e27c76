using System.Globalization;
using Scheduler.Host.ApiServer.Errors;

namespace Scheduler.Host.ApiServer.Requests;

/// <summary>How bytes are laid out on the wire.</summary>
public enum WireFormat { Json, Yaml, Protobuf }

/// <summary>What the answer shows of an object.</summary>
public enum ObjectView { Whole, Table, Metadata }

/// <summary>What a client and this server agreed on for one answer.</summary>
public readonly record struct Negotiated(WireFormat Format, ObjectView View, string ViewVersion)
{
    public static Negotiated Json { get; } = new(WireFormat.Json, ObjectView.Whole, "v1");

    public string MediaType => Format switch
    {
        WireFormat.Protobuf => MediaTypes.Protobuf,
        WireFormat.Yaml => MediaTypes.Yaml,
        _ => MediaTypes.Json,
    };
}

public static class MediaTypes
{
    public const string Json = "application/json";
    public const string Yaml = "application/yaml";
    public const string Protobuf = "application/vnd.kubernetes.protobuf";
    public const string StrategicMergePatch = "application/strategic-merge-patch+json";
    public const string MergePatch = "application/merge-patch+json";
    public const string JsonPatch = "application/json-patch+json";
    public const string ApplyPatch = "application/apply-patch+yaml";
}

/// <summary>One clause of an Accept header, or a Content-Type: a media type and its parameters, in the client's order of preference.</summary>
public sealed record MediaClause(string Type, IReadOnlyDictionary<string, string> Parameters)
{
    public string? Parameter(string name) => Parameters.TryGetValue(name, out var value) ? value : null;

    public static MediaClause Parse(string text)
    {
        var parts = text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in parts.Skip(1))
        {
            var equals = part.IndexOf('=');
            if (equals > 0) parameters[part[..equals].Trim()] = part[(equals + 1)..].Trim().Trim('"');
        }
        return new MediaClause(parts.Length == 0 ? "" : parts[0].ToLowerInvariant(), parameters);
    }

    /// <summary>The clauses of an Accept header, best first: by their q, then as written.</summary>
    public static IEnumerable<MediaClause> ParseAccept(string? header)
    {
        if (string.IsNullOrWhiteSpace(header)) return [new MediaClause("*/*", NoParameters)];
        return header.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(Parse).OrderByDescending(Quality);
    }

    private static double Quality(MediaClause clause) =>
        double.TryParse(clause.Parameter("q"), NumberStyles.Float, CultureInfo.InvariantCulture, out var q) ? q : 1;

    private static readonly Dictionary<string, string> NoParameters = [];
}

/// <summary>Chooses the representation of an answer from the Accept header.</summary>
public static class Negotiation
{
    /// <summary>The first clause this server can serve. <paramref name="views"/> says whether tables and metadata are on offer here.</summary>
    /// <exception cref="ApiError">406 when nothing fits.</exception>
    public static Negotiated Choose(string? accept, bool views)
    {
        foreach (var clause in MediaClause.ParseAccept(accept))
        {
            if (Format(clause.Type) is not { } format) continue;
            var shown = clause.Parameter("as");
            if (shown is null or "") return new Negotiated(format, ObjectView.Whole, "v1");
            if (!views || clause.Parameter("g") != "meta.k8s.io" || clause.Parameter("v") is not ("v1" or "v1beta1")) continue;
            var version = clause.Parameter("v")!;
            switch (shown)
            {
                case "Table" when format != WireFormat.Protobuf: return new Negotiated(format, ObjectView.Table, version);
                case "PartialObjectMetadata" or "PartialObjectMetadataList": return new Negotiated(format, ObjectView.Metadata, version);
            }
        }
        throw StatusErrors.NotAcceptable();
    }

    /// <summary>How an error is written: as the client would have liked the answer, or as JSON.</summary>
    public static WireFormat FormatOfErrors(string? accept)
    {
        foreach (var clause in MediaClause.ParseAccept(accept))
            if (Format(clause.Type) is { } format) return format;
        return WireFormat.Json;
    }

    private static WireFormat? Format(string type) => type switch
    {
        MediaTypes.Json or "application/*" or "*/*" => WireFormat.Json,
        MediaTypes.Yaml => WireFormat.Yaml,
        MediaTypes.Protobuf => WireFormat.Protobuf,
        _ => null,
    };
}
