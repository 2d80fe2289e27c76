namespace Scheduler.Host.ApiServer.Validation;

/// <summary>Where in a document a rule looks: <c>spec.containers[0].resources.limits[cpu]</c>. The text is made only when something is wrong there.</summary>
internal sealed class FieldPath
{
    private readonly FieldPath? _parent;
    private readonly string _name;
    private readonly int _index;

    private FieldPath(FieldPath? parent, string name, int index)
    {
        _parent = parent;
        _name = name;
        _index = index;
    }

    public static FieldPath Root(string name) => new(null, name, -1);

    /// <summary>The document itself.</summary>
    public static FieldPath Top { get; } = new(null, "", -1);

    public FieldPath Child(string name) => this == Top ? Root(name) : new(this, "." + name, -1);

    public FieldPath Child(string first, string second) => Child(first).Child(second);

    public FieldPath Index(int index) => new(this, "", index);

    public FieldPath Key(string key) => new(this, "[" + key + "]", -1);

    public override string ToString() => _parent?.ToString() + (_index >= 0 ? $"[{_index}]" : _name);
}
