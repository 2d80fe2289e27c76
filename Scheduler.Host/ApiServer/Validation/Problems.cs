using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Validation;

/// <summary>Collects what is wrong, in the order in which rules find it.</summary>
internal sealed class Problems
{
    public const string Negative = "must be greater than or equal to 0";
    public const string Immutable = "field is immutable";
    public const string PortRange = "must be between 1 and 65535, inclusive";

    private readonly List<FieldCause> _causes = [];

    public IReadOnlyList<FieldCause> Causes => _causes;

    public int Count => _causes.Count;

    public void Required(FieldPath path, string detail = "") => _causes.Add(FieldCause.Required(path.ToString(), detail));

    public void Invalid(FieldPath path, JsonNode? value, string detail) => _causes.Add(FieldCause.Invalid(path.ToString(), JsonTree.Text(value), detail));

    public void Invalid(FieldPath path, string value, IEnumerable<string> details)
    {
        foreach (string detail in details)
            Invalid(path, value, detail);
    }

    public void Forbidden(FieldPath path, string detail) => _causes.Add(FieldCause.Forbidden(path.ToString(), detail));

    public void Duplicate(FieldPath path, JsonNode? value) => _causes.Add(FieldCause.Duplicate(path.ToString(), JsonTree.Text(value)));

    public void NotFound(FieldPath path, JsonNode? value) => _causes.Add(FieldCause.NotFound(path.ToString(), JsonTree.Text(value)));

    public void NotSupported(FieldPath path, JsonNode? value, params IEnumerable<string> supported) =>
        _causes.Add(FieldCause.NotSupported(path.ToString(), JsonTree.Text(value), supported));

    public void TooLong(FieldPath path, int max) => _causes.Add(FieldCause.TooLong(path.ToString(), max));

    /// <summary>A number that is there must not be negative.</summary>
    public void NonNegative(FieldPath path, JsonNode? value)
    {
        if (value.Int() is < 0)
            Invalid(path, value, Negative);
    }

    /// <summary>A text that is there must be one of these.</summary>
    public void OneOf(FieldPath path, JsonNode? value, params string[] supported)
    {
        if (value.Text() is { Length: > 0 } text && !supported.Contains(text))
            NotSupported(path, text, supported);
    }

    /// <summary>A text that must be there, and be one of these.</summary>
    public void RequiredOneOf(FieldPath path, JsonNode? value, params string[] supported)
    {
        if (string.IsNullOrEmpty(value.Text()))
            Required(path);
        else
            OneOf(path, value, supported);
    }

    /// <summary>Whether a text is there; notes it when it is not.</summary>
    public bool HasText(FieldPath path, JsonNode? value, string detail = "")
    {
        if (!string.IsNullOrEmpty(value.Text()))
            return true;
        Required(path, detail);
        return false;
    }

    public void Unchanged(FieldPath path, JsonNode? old, JsonNode? value)
    {
        if (!JsonNode.DeepEquals(old, value))
            Invalid(path, value, Immutable);
    }
}
