namespace Scheduler.Host.Store;

/// <summary>A range as <see cref="IStore"/> writes it: a folder ending in <c>/</c>, or one key.</summary>
internal readonly struct KeyRange
{
    private readonly string _text;

    private KeyRange(string text) => _text = text;

    public bool IsFolder => _text[^1] == '/';

    /// <summary>The smallest string that can be in the range.</summary>
    public string Low => _text;

    /// <summary>The smallest string beyond the range: '0' follows '/', and nothing fits between a key and itself with a NUL.</summary>
    public string High => IsFolder ? string.Concat(_text.AsSpan(0, _text.Length - 1), "0") : _text + '\0';

    public bool Contains(string key) => IsFolder ? key.StartsWith(_text, StringComparison.Ordinal) : key == _text;

    public static KeyRange Parse(string range)
    {
        if (string.IsNullOrEmpty(range) || range[0] != '/')
            throw new ArgumentException($"A range begins with '/'; this one is '{range}'.", nameof(range));
        return new KeyRange(range);
    }

    /// <summary>Throws unless <paramref name="key"/> can be a key.</summary>
    public static void CheckKey(string key)
    {
        if (string.IsNullOrEmpty(key) || key[0] != '/' || key[^1] == '/' || key.Contains('\0'))
            throw new ArgumentException($"A key begins with '/', does not end with it and has no NUL; this one is '{key}'.", nameof(key));
    }

    public override string ToString() => _text;
}
