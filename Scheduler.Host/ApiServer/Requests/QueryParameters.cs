using System.Globalization;
using System.Text;
using Scheduler.Host.ApiServer.Errors;

namespace Scheduler.Host.ApiServer.Requests;

/// <summary>The query of a request: names may repeat, values are decoded.</summary>
public sealed class QueryParameters
{
    public static QueryParameters Empty { get; } = new([]);

    private readonly List<KeyValuePair<string, string>> pairs;

    private QueryParameters(List<KeyValuePair<string, string>> pairs) => this.pairs = pairs;

    public static QueryParameters Parse(string query)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        foreach (var part in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=');
            var name = equals < 0 ? part : part[..equals];
            var value = equals < 0 ? "" : part[(equals + 1)..];
            pairs.Add(new(Decode(name), Decode(value)));
        }
        return new QueryParameters(pairs);
    }

    /// <summary>The first value of a name, or null when it is absent. An empty value is "".</summary>
    public string? this[string name]
    {
        get
        {
            foreach (var pair in pairs)
                if (pair.Key == name) return pair.Value;
            return null;
        }
    }

    public IEnumerable<string> All(string name) => pairs.Where(pair => pair.Key == name).Select(pair => pair.Value);

    /// <summary>Kubernetes' reading of a boolean parameter: present and neither "false" nor "0".</summary>
    public bool Flag(string name) => this[name] is { } value && value is not ("false" or "0");

    /// <summary>A whole number, or null when absent.</summary>
    /// <exception cref="ApiError">400: it is there and is no number.</exception>
    public long? Number(string name)
    {
        if (this[name] is not { Length: > 0 } text) return null;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return number;
        throw StatusErrors.BadRequest($"strconv.ParseInt: parsing \"{text}\": invalid syntax");
    }

    private static string Decode(string text)
    {
        if (text.IndexOf('+') < 0 && text.IndexOf('%') < 0) return text;
        return Uri.UnescapeDataString(text.Replace('+', ' '));
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var pair in pairs)
            text.Append(text.Length == 0 ? "" : "&").Append(Uri.EscapeDataString(pair.Key)).Append('=').Append(Uri.EscapeDataString(pair.Value));
        return text.ToString();
    }
}
