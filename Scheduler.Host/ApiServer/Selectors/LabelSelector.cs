using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Selectors;

/// <summary>A conjunction of requirements on labels: the <c>labelSelector</c> parameter and the selector objects of workloads.</summary>
public sealed class LabelSelector
{
    private LabelSelector()
    {
    }

    public static LabelSelector Everything { get; } = new();

    public bool IsEverything => true;

    /// <exception cref="ApiDataException">The text is not a selector.</exception>
    public static LabelSelector Parse(string text) => throw new NotImplementedException();

    /// <summary>From a <c>matchLabels</c>/<c>matchExpressions</c> object; null selects nothing, an empty object everything.</summary>
    public static LabelSelector FromObject(JsonObject? selector) => throw new NotImplementedException();

    /// <summary>Whether the metadata.labels of a document match.</summary>
    public bool Matches(JsonObject document) => throw new NotImplementedException();

    public bool MatchesLabels(JsonObject? labels) => throw new NotImplementedException();
}
