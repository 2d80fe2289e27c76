using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Selectors;

/// <summary>The <c>fieldSelector</c> parameter: equalities and inequalities on the fields that the resource supports.</summary>
public sealed class FieldSelector
{
    private FieldSelector()
    {
    }

    public static FieldSelector Everything { get; } = new();

    public bool IsEverything => true;

    /// <exception cref="ApiDataException">The text is not a selector, or names a field that the resource does not support.</exception>
    public static FieldSelector Parse(string text, ApiResource resource) => throw new NotImplementedException();

    public bool Matches(JsonObject document) => throw new NotImplementedException();

    /// <summary>The value that <c>field=value</c> demands, if the selector has such a term: lets a list by name become a get.</summary>
    public string? RequiredValue(string field) => null;
}
