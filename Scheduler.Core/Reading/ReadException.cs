namespace Scheduler.Core.Reading;

/// <summary>Something in the input is wrong. The message is one line for the user: source, object, field, problem.</summary>
/// <example><c>pods.yaml: Pod default/web: spec.containers[0].resources.requests.cpu: "1,5" is not a quantity (line 12)</c></example>
public sealed class ReadException : Exception
{
    private const int PartLengthMax = 300;

    /// <summary>Makes the message from its parts.</summary>
    /// <param name="source">File name or other origin.</param>
    /// <param name="problem">What is wrong, without a full stop.</param>
    /// <param name="obj">Kind and name of the object, empty where unknown.</param>
    /// <param name="field">Path of the field, empty where it is the whole object.</param>
    /// <param name="line">Counted from 1; 0 where unknown or where the text has one line only.</param>
    /// <param name="inner">The cause, if any.</param>
    public ReadException(string source, string problem, string obj = "", string field = "", int line = 0, Exception? inner = null)
        : base(Join(source, problem, obj, field, line), inner)
    {
        SourceName = source;
        Object = obj;
        Field = field;
        Line = line;
    }

    /// <summary>File name or other origin.</summary>
    public string SourceName { get; }

    /// <summary>Kind and name of the object, such as <c>Pod default/web</c>; empty where unknown.</summary>
    public string Object { get; }

    /// <summary>Path of the field; empty where it is the whole object or unknown.</summary>
    public string Field { get; }

    /// <summary>Counted from 1; 0 where unknown.</summary>
    public int Line { get; }

    private static string Join(string source, string problem, string obj, string field, int line)
    {
        string[] parts = [source, Short(obj), Short(field), Short(problem)];
        return string.Join(": ", parts.Where(part => part.Length > 0)) + (line > 0 ? $" (line {line})" : "");
    }

    /// <summary>Names and values of the input may be of any length and hold any character; the message stays one line.</summary>
    private static string Short(string part)
    {
        if (part.Length > PartLengthMax) part = $"{part.AsSpan(0, PartLengthMax / 2)}…{part.AsSpan(part.Length - (PartLengthMax / 2))}";
        return part.AsSpan().ContainsAnyInRange('\0', '\x1f') ? string.Concat(part.Select(c => c < ' ' ? ' ' : c)) : part;
    }
}
