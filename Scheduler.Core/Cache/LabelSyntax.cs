namespace Scheduler.Core.Cache;

/// <summary>What is a legal label key and a legal label value.</summary>
public static class LabelSyntax
{
    private const int NameLengthMax = 63;
    private const int SubdomainLengthMax = 253;

    /// <summary>A name, optionally after a DNS subdomain and a slash.</summary>
    public static bool IsQualifiedName(ReadOnlySpan<char> text)
    {
        int slash = text.IndexOf('/');
        return slash < 0 ? IsName(text) : IsSubdomain(text[..slash]) && IsName(text[(slash + 1)..]);
    }

    /// <summary>Empty, or a name.</summary>
    public static bool IsLabelValue(ReadOnlySpan<char> text) => text.Length == 0 || IsName(text);

    /// <summary>1 to 63 letters, digits, <c>-</c>, <c>_</c> and <c>.</c>, with a letter or digit at both ends.</summary>
    public static bool IsName(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > NameLengthMax || !char.IsAsciiLetterOrDigit(text[0]) || !char.IsAsciiLetterOrDigit(text[^1])) return false;
        foreach (char c in text)
            if (!(char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')) return false;
        return true;
    }

    /// <summary>1 to 253 characters: lower-case labels with dots between them.</summary>
    public static bool IsSubdomain(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > SubdomainLengthMax) return false;
        foreach (Range part in text.Split('.'))
        {
            ReadOnlySpan<char> label = text[part];
            if (label.Length == 0 || label[0] == '-' || label[^1] == '-') return false;
            foreach (char c in label)
                if (!(char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')) return false;
        }

        return true;
    }
}
