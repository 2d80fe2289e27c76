using System.Globalization;
using Scheduler.Core.Objects;

namespace Scheduler.Tests.Scenarios;

/// <summary>The words behind a noun: <c>key=value</c> pairs and flags.</summary>
internal sealed class Words
{
    private readonly List<KeyValuePair<string, string>> pairs = [];

    public Words(IEnumerable<string> words)
    {
        foreach (string word in words)
        {
            int equals = word.IndexOf('=', StringComparison.Ordinal);
            pairs.Add(equals < 0 ? new(word, "true") : new(word[..equals], word[(equals + 1)..]));
        }
    }

    public IEnumerable<string> Keys => pairs.Select(pair => pair.Key);

    public string? this[string key]
    {
        get
        {
            foreach (KeyValuePair<string, string> pair in pairs)
                if (pair.Key == key) return pair.Value;
            return null;
        }
    }

    public bool Has(string key) => this[key] is not null;

    public string Text(string key, string otherwise = "") => this[key] ?? otherwise;

    public int Number(string key, int otherwise = 0) => this[key] is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    public IEnumerable<string> All(string key) => pairs.Where(pair => pair.Key == key).Select(pair => pair.Value);

    public string[] List(string key) => this[key] is { } text ? text.Split(',', StringSplitOptions.RemoveEmptyEntries) : [];

    /// <summary><c>a:b,c:d</c>.</summary>
    public StringMap Map(string key) => StringMap.From(List(key).Select(Pair));

    public static KeyValuePair<string, string> Pair(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? new(text, "") : new(text[..colon], text[(colon + 1)..]);
    }

    public ResourceList Amounts(params string[] keys)
    {
        List<KeyValuePair<string, Quantity>> amounts = [];
        foreach (string key in keys)
            if (this[key] is { } text) amounts.Add(new(key, Quantity.Parse(text)));
        foreach (string scalar in List("scalar"))
        {
            KeyValuePair<string, string> pair = Pair(scalar);
            amounts.Add(new(pair.Key, Quantity.Parse(pair.Value)));
        }

        return ResourceList.From(amounts);
    }
}
