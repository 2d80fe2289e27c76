using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Scheduler.Bench.Output;
using Scheduler.Core.Objects;
using Scheduler.Core.Reading;

namespace Scheduler.Bench.Perf.Workloads;

/// <summary>
/// What the objects of a step share. In its text <c>{{i}}</c> is the object's number from 0, <c>{{i%10}}</c> its remainder (also <c>+</c>, <c>*</c>,
/// <c>/</c>; from left to right), <c>{{name}}</c> and <c>{{namespace}}</c> are its own.
/// </summary>
/// <typeparam name="T">The kind of object.</typeparam>
public sealed partial class ObjectTemplate<T>
    where T : class, IKubeObject
{
    private readonly string json;
    private readonly KubeKind kind;
    private readonly KubeReader reader;
    private readonly string source;
    private readonly T first;
    private readonly bool differs;

    /// <param name="json">The object, without its name.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="reader">Gives equal parts one object, as the reader of watches does.</param>
    /// <param name="source">Where the text comes from, for messages.</param>
    /// <exception cref="ReadException">The text is no such object.</exception>
    /// <exception cref="InputException">Something in double braces is no placeholder.</exception>
    public ObjectTemplate(string json, KubeKind kind, KubeReader reader, string source)
    {
        this.json = json;
        this.kind = kind;
        this.reader = reader;
        this.source = source;
        differs = Placeholder().IsMatch(json);
        if (Placeholder().Replace(json, "") is var rest && rest.IndexOf("{{", StringComparison.Ordinal) is var wrong and >= 0)
            throw new InputException($"\"{rest.AsSpan(wrong, Math.Min(16, rest.Length - wrong))}…\" is no placeholder: write {{{{i}}}}, {{{{i%10}}}}, {{{{name}}}} or {{{{namespace}}}}", source);
        first = Read(0, "default", "name");
    }

    /// <summary>The object with this number. Where the text has no placeholder all are the same one: the caller gives it its name.</summary>
    public T Make(int i, string ns, string name) => differs ? Read(i, ns, name) : first;

    private T Read(int i, string ns, string name)
    {
        string text = !differs ? json : Placeholder().Replace(json, match => match.Groups[1].Value switch
        {
            "name" => name,
            "namespace" => ns,
            string expression => PlaceholderNumber.Of(expression, i).ToString(CultureInfo.InvariantCulture),
        });
        return (T)reader.Read(Encoding.UTF8.GetBytes(text), kind, source);
    }

    [GeneratedRegex(@"\{\{(i(?:[+*/%][0-9]+)*|name|namespace)\}\}")]
    private static partial Regex Placeholder();
}
