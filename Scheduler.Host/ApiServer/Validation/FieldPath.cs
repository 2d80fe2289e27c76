using System.Text;

namespace Scheduler.Host.ApiServer.Validation;

/// <summary>Where in a document a rule looks: <c>spec.containers[0].resources.limits[cpu]</c>. The text is made only when something is wrong there.</summary>
internal sealed class FieldPath
{
    private readonly FieldPath? _parent;

    /// <summary>A member or map key; null when this step is an index.</summary>
    private readonly string? _name;
    private readonly int _index;

    private FieldPath(FieldPath? parent, string? name, int index)
    {
        _parent = parent;
        _name = name;
        _index = index;
    }

    /// <summary>The document itself.</summary>
    public static FieldPath Top { get; } = new(null, "", 0);

    public static FieldPath Root(string name) => new(null, name, 0);

    public FieldPath Child(string name) => this == Top ? Root(name) : new(this, name, 0);

    public FieldPath Child(string first, string second) => Child(first).Child(second);

    public FieldPath Index(int index) => new(this, null, index);

    /// <summary>An entry of a map; marked by a negative index.</summary>
    public FieldPath Key(string key) => new(this, key, -1);

    public override string ToString()
    {
        var text = new StringBuilder();
        AppendTo(text);
        return text.ToString();
    }

    private void AppendTo(StringBuilder text)
    {
        _parent?.AppendTo(text);
        if (_name is null)
            text.Append('[').Append(_index).Append(']');
        else if (_index < 0)
            text.Append('[').Append(_name).Append(']');
        else
            text.Append(text.Length > 0 ? "." : "").Append(_name);
    }
}
