namespace Scheduler.Host.ApiServer.Schema;

/// <summary>One reason for a refusal, as <c>status.details.causes</c> carries it.</summary>
/// <param name="Field">The path (<c>spec.containers[0].name</c>).</param>
/// <param name="Reason"><c>FieldValueRequired</c>, <c>FieldValueInvalid</c>, …</param>
/// <param name="Message">The text with its leading words (<c>Invalid value: "x": …</c>).</param>
public sealed record FieldCause(string Field, string Reason, string Message)
{
    public static FieldCause Required(string field, string detail = "") =>
        new(field, "FieldValueRequired", detail.Length == 0 ? "Required value" : $"Required value: {detail}");

    /// <param name="value">The value as JSON text.</param>
    public static FieldCause Invalid(string field, string value, string detail) =>
        new(field, "FieldValueInvalid", $"Invalid value: {value}: {detail}");

    public static FieldCause Forbidden(string field, string detail) =>
        new(field, "FieldValueForbidden", $"Forbidden: {detail}");

    public static FieldCause Duplicate(string field, string value) =>
        new(field, "FieldValueDuplicate", $"Duplicate value: {value}");

    public static FieldCause NotFound(string field, string value) =>
        new(field, "FieldValueNotFound", $"Not found: {value}");

    public static FieldCause NotSupported(string field, string value, IEnumerable<string> supported) =>
        new(field, "FieldValueNotSupported", $"Unsupported value: {value}: supported values: {string.Join(", ", supported.Select(s => $"\"{s}\""))}");

    public static FieldCause TooLong(string field, int max) =>
        new(field, "FieldValueTooLong", $"Too long: may not be more than {max} bytes");

    /// <summary>The causes as one text: <c>field: message</c>, in brackets when there are several, each text once.</summary>
    public static string Summary(IReadOnlyList<FieldCause> causes)
    {
        string[] texts = causes.Select(c => c.ToString()).Distinct().ToArray();
        return texts.Length == 1 ? texts[0] : $"[{string.Join(", ", texts)}]";
    }

    /// <summary>The message of a 422: <c>Pod "x" is invalid: …</c>.</summary>
    public static string InvalidMessage(string qualifiedKind, string name, IReadOnlyList<FieldCause> causes) =>
        $"{qualifiedKind} \"{name}\" is invalid: {Summary(causes)}";

    public override string ToString() => $"{Field}: {Message}";
}
