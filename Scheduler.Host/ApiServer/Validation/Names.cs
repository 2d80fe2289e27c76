using System.Buffers;

namespace Scheduler.Host.ApiServer.Validation;

/// <summary>The grammars of names, labels and keys, each with the problems it finds as texts (none: the value is good).</summary>
internal static class Names
{
    public const string Dns1123LabelText =
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

    public const string Dns1123SubdomainText =
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

    public const string Dns1035LabelText =
        "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";

    private const string QualifiedNameText =
        "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

    private const string LabelValueText =
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

    private static readonly SearchValues<char> LowerOrDigit = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");
    private static readonly SearchValues<char> LowerDigitOrDash = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");
    private static readonly SearchValues<char> LetterOrDigit = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");

    public static IReadOnlyList<string> Dns1123LabelProblems(string value) =>
        Check(value, 63, IsBounded(value, LowerOrDigit, LowerDigitOrDash), Dns1123LabelText);

    public static IReadOnlyList<string> Dns1123SubdomainProblems(string value) =>
        Check(value, 253, IsSubdomain(value), Dns1123SubdomainText);

    public static IReadOnlyList<string> Dns1035LabelProblems(string value) =>
        Check(value, 63, IsBounded(value, LowerOrDigit, LowerDigitOrDash) && char.IsAsciiLetterLower(value[0]), Dns1035LabelText);

    public static IReadOnlyList<string> LabelValueProblems(string value) =>
        Check(value, 63, value.Length == 0 || IsBounded(value, LetterOrDigit, NameCharacters), LabelValueText);

    /// <summary>An optional DNS prefix, a slash, and a name: label keys, annotation keys, resource names, finalizers.</summary>
    public static IReadOnlyList<string> QualifiedNameProblems(string value)
    {
        if (value.Length <= 63 && IsBounded(value, LetterOrDigit, NameCharacters))
            return [];
        var problems = new List<string>();
        string[] parts = value.Split('/');
        if (parts.Length > 2)
            return [$"a qualified name {QualifiedNameText} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"];
        string name = parts[^1];
        if (parts.Length == 2)
        {
            if (parts[0].Length == 0)
                problems.Add("prefix part must be non-empty");
            else
                problems.AddRange(Dns1123SubdomainProblems(parts[0]).Select(p => "prefix part " + p));
        }

        if (name.Length == 0)
            problems.Add("name part must be non-empty");
        else if (name.Length > 63)
            problems.Add("name part must be no more than 63 bytes");
        if (!IsBounded(name, LetterOrDigit, NameCharacters))
            problems.Add("name part " + QualifiedNameText);
        return problems;
    }

    /// <summary>IANA service names: the names of ports.</summary>
    public static IReadOnlyList<string> PortNameProblems(string value)
    {
        var problems = new List<string>();
        if (value.Length > 15)
            problems.Add("must be no more than 15 characters");
        if (value.Length == 0 || value.AsSpan().ContainsAnyExcept(LowerDigitOrDash))
            problems.Add("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
        if (!value.Any(c => c is >= 'a' and <= 'z'))
            problems.Add("must contain at least one letter (a-z)");
        if (value.Contains("--"))
            problems.Add("must not contain consecutive hyphens");
        if (value.StartsWith('-') || value.EndsWith('-'))
            problems.Add("must not begin or end with a hyphen");
        return problems;
    }

    /// <summary>Names of RBAC objects and others that only must be usable as one path segment.</summary>
    public static IReadOnlyList<string> PathSegmentProblems(string value)
    {
        if (value is "." or "..")
            return [$"may not be '{value}'"];
        var problems = new List<string>();
        if (value.Contains('/'))
            problems.Add("may not contain '/'");
        if (value.Contains('%'))
            problems.Add("may not contain '%'");
        return problems;
    }

    public static IReadOnlyList<string> ConfigKeyProblems(string value)
    {
        var problems = new List<string>();
        if (value.Length > 253)
            problems.Add("must be no more than 253 characters");
        if (value.Length == 0 || value.AsSpan().ContainsAnyExcept(NameCharacters))
            problems.Add("a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')");
        if (value is ".")
            problems.Add("must not be '.'");
        else if (value.StartsWith("..", StringComparison.Ordinal))
            problems.Add(value is ".." ? "must not be '..'" : "must not start with '..'");
        return problems;
    }

    /// <summary>Names of environment variables: since 1.34 any printable ASCII except <c>=</c>.</summary>
    public static IReadOnlyList<string> EnvVarNameProblems(string value) =>
        value.Length > 0 && value.All(c => c is >= ' ' and <= '~' and not '=')
            ? []
            : ["a valid environment variable name must consist only of printable ASCII characters other than '='"];

    private static IReadOnlyList<string> Check(string value, int max, bool isGood, string text)
    {
        if (isGood && value.Length <= max)
            return [];
        var problems = new List<string>();
        if (value.Length > max)
            problems.Add($"must be no more than {max} bytes");
        if (!isGood)
            problems.Add(text);
        return problems;
    }

    private static bool IsSubdomain(ReadOnlySpan<char> value)
    {
        foreach (Range label in value.Split('.'))
        {
            if (!IsBounded(value[label], LowerOrDigit, LowerDigitOrDash))
                return false;
        }

        return true;
    }

    /// <summary>Not empty, the first and the last character of one set, those between of another.</summary>
    private static bool IsBounded(ReadOnlySpan<char> value, SearchValues<char> ends, SearchValues<char> inner) =>
        !value.IsEmpty && ends.Contains(value[0]) && ends.Contains(value[^1]) && !value.ContainsAnyExcept(inner);
}
