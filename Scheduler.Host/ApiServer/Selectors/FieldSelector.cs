using System.Text;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Selectors;

/// <summary>The <c>fieldSelector</c> parameter: equalities and inequalities on the fields that the resource supports.</summary>
public sealed class FieldSelector
{
    private readonly Term[] _terms;

    private FieldSelector(Term[] terms) => _terms = terms;

    public static FieldSelector Everything { get; } = new([]);

    public bool IsEverything => _terms.Length == 0;

    /// <exception cref="ApiDataException">The text is not a selector, or names a field that the resource does not support.</exception>
    public static FieldSelector Parse(string text, ApiResource resource)
    {
        var terms = new List<Term>();
        foreach (string part in Split(text))
        {
            if (part.Length > 0)
                terms.Add(ParseTerm(text, part, resource));
        }

        return terms.Count == 0 ? Everything : new FieldSelector([.. terms]);
    }

    public bool Matches(JsonObject document)
    {
        foreach (Term term in _terms)
        {
            if ((term.Value == term.Read(document)) != term.Wanted)
                return false;
        }

        return true;
    }

    /// <summary>All terms can be decided on the bytes of a stored object.</summary>
    public bool ScansBytes => Array.TrueForAll(_terms, term => term.Scan is not null);

    /// <summary>As <see cref="Matches"/>, where <see cref="ScansBytes"/>.</summary>
    public bool MatchesBytes(ReadOnlySpan<byte> stored)
    {
        foreach (Term term in _terms)
        {
            if (term.Scan!.IsEqual(stored) != term.Wanted)
                return false;
        }

        return true;
    }

    /// <summary>The value that <c>field=value</c> demands, if the selector has such a term: lets a list by name become a get.</summary>
    public string? RequiredValue(string field) => _terms.FirstOrDefault(t => t.Wanted && t.Field == field)?.Value;

    private static Term ParseTerm(string text, string part, ApiResource resource)
    {
        int at = FindOperator(part);
        if (at < 0)
            throw ApiDataException.BadRequest($"invalid selector: '{text}'; can't understand '{part}'");
        bool wanted = part[at] == '=';
        int length = wanted && (at + 1 >= part.Length || part[at + 1] != '=') ? 1 : 2;
        string field = part[..at];
        string value = Unescape(part[(at + length)..]);
        return new Term(field, value, wanted, SelectableFields.Reader(resource, field), SelectableFields.Scan(resource, field, value));
    }

    private static int FindOperator(string part)
    {
        for (int i = 0; i < part.Length; i++)
        {
            if (part[i] == '\\')
                i++;
            else if (part[i] == '=' || (part[i] == '!' && i + 1 < part.Length && part[i + 1] == '='))
                return i;
        }

        return -1;
    }

    private static IEnumerable<string> Split(string text)
    {
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == ',')
            {
                yield return text[start..i];
                start = i + 1;
            }
        }

        yield return text[start..];
    }

    private static string Unescape(string value)
    {
        if (!value.AsSpan().ContainsAny("\\,="))
            return value;
        var plain = new StringBuilder();
        for (int i = 0; i < value.Length; i++)
        {
            char c = value[i];
            if (c == '\\')
            {
                c = ++i < value.Length ? value[i] : '\0';
                if (c is not ('\\' or ',' or '='))
                    throw ApiDataException.BadRequest($"invalid field selector: invalid escape sequence: \\{c}");
            }
            else if (c is '=' or ',')
            {
                throw ApiDataException.BadRequest($"invalid field selector: unescaped character in value: {c}");
            }

            plain.Append(c);
        }

        return plain.ToString();
    }

    private sealed record Term(string Field, string Value, bool Wanted, Func<JsonObject, string> Read, FieldScan? Scan);
}
