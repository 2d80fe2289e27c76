using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;

namespace Scheduler.Host.ApiServer.Kestrel;

/// <summary>Kestrel's headers as the API server reads them: no copy, several values joined with commas.</summary>
internal sealed class HeaderView(IHeaderDictionary headers) : IReadOnlyDictionary<string, string>
{
    public string this[string key] => headers[key].ToString();
    public IEnumerable<string> Keys => headers.Keys;
    public IEnumerable<string> Values => headers.Select(pair => pair.Value.ToString());
    public int Count => headers.Count;
    public bool ContainsKey(string key) => headers.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value)
    {
        var found = headers.TryGetValue(key, out var values);
        value = found ? string.Join(',', values.ToArray()) : null;
        return found;
    }

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() =>
        headers.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.ToString())).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
