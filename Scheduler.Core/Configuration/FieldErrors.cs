using System.Text.Json;

namespace Scheduler.Core.Configuration;

/// <summary>One thing that is wrong in a configuration.</summary>
/// <param name="Path">The field, such as <c>profiles[0].plugins.score.enabled[1].name</c>; empty for the document as a whole.</param>
/// <param name="Value">The value as written; empty where it says nothing.</param>
/// <param name="Reason">What is wrong with it.</param>
public readonly record struct FieldError(string Path, string Value, string Reason)
{
    /// <summary><c>path: value: reason</c>.</summary>
    public override string ToString() => string.Join(": ", new[] { Path, Value, Reason }.Where(part => part.Length > 0));
}

/// <summary>Collects what is wrong: all of it, not the first thing only.</summary>
public sealed class FieldErrors
{
    private const int ValueLengthMax = 80;

    private readonly List<FieldError> items;
    private readonly string prefix;

    public FieldErrors()
        : this([], "")
    {
    }

    private FieldErrors(List<FieldError> items, string prefix) => (this.items, this.prefix) = (items, prefix);

    /// <summary>Everything that was added, through whichever view.</summary>
    public IReadOnlyList<FieldError> Items => items;

    /// <summary>A view that adds to the same list, below a path.</summary>
    public FieldErrors At(string path) => new(items, Join(prefix, path));

    /// <summary>Adds an error; the path is relative to this view.</summary>
    public void Add(string path, string value, string reason) => items.Add(new(Join(prefix, path), value, reason));

    /// <inheritdoc cref="Add(string, string, string)"/>
    public void Add(string path, JsonElement value, string reason) => Add(path, Show(value), reason);

    /// <summary><paramref name="parent"/> and <paramref name="child"/> with a dot between them where one belongs.</summary>
    public static string Join(string parent, string child) =>
        parent.Length == 0 ? child : child.Length == 0 || child[0] == '[' ? parent + child : $"{parent}.{child}";

    // Objects and lists would fill the screen: their path says enough.
    private static string Show(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Object) return "an object";
        if (value.ValueKind == JsonValueKind.Array) return "a list";
        string text = value.GetRawText();
        return text.Length <= ValueLengthMax ? text : $"{text.AsSpan(0, ValueLengthMax)}…";
    }
}
