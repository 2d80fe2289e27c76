using System.Globalization;
using System.Text;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Validation;

namespace Scheduler.Host.ApiServer.Selectors;

/// <summary>The grammar of the <c>labelSelector</c> parameter: comma-separated requirements, refusals in the words of the reference server.</summary>
internal sealed class LabelSelectorParser
{
    private enum Token : byte
    {
        End,
        Identifier,
        Comma,
        Open,
        Close,
        Not,
        Equals,
        DoubleEquals,
        NotEquals,
        Greater,
        Less,
        In,
        NotIn,
        Error,
    }

    private const string Specials = "=!(),><";
    private readonly List<(Token Token, string Literal)> _tokens;
    private int _position;

    public LabelSelectorParser(string text) => _tokens = Scan(text);

    public List<LabelRequirement> Parse()
    {
        var requirements = new List<LabelRequirement>();
        while (true)
        {
            (Token token, string literal) = Peek(asValue: true);
            if (token == Token.End)
                return requirements;
            if (token is not (Token.Identifier or Token.Not))
                throw Refuse($"found '{literal}', expected: !, identifier, or 'end of string'");
            requirements.Add(ParseRequirement());
            (token, literal) = Next(asValue: true);
            if (token == Token.End)
                return requirements;
            if (token != Token.Comma)
                throw Refuse($"found '{literal}', expected: ',' or 'end of string'");
            (token, literal) = Peek(asValue: true);
            if (token is not (Token.Identifier or Token.Not))
                throw Refuse($"found '{literal}', expected: identifier after ','");
        }
    }

    private LabelRequirement ParseRequirement()
    {
        (Token token, string key) = Next(asValue: true);
        bool negated = token == Token.Not;
        if (negated)
            (token, key) = Next(asValue: true);
        if (token != Token.Identifier)
            throw RefuseRequirement($"found '{key}', expected: identifier");
        if (Names.QualifiedNameProblems(key) is { Count: > 0 } problems)
            throw RefuseRequirement($"<nil>: Invalid value: \"{key}\": {string.Join("; ", problems)}");
        if (negated || Peek(asValue: true).Token is Token.End or Token.Comma)
            return new LabelRequirement(key, negated ? LabelOperator.DoesNotExist : LabelOperator.Exists, []);

        LabelOperator op = ParseOperator();
        List<string> values = op is LabelOperator.In or LabelOperator.NotIn ? ParseValues() : [ParseExactValue()];
        CheckValues(key, op, values);
        return new LabelRequirement(key, op, values);
    }

    private LabelOperator ParseOperator()
    {
        (Token token, string literal) = Next(asValue: false);
        return token switch
        {
            Token.In => LabelOperator.In,
            Token.NotIn => LabelOperator.NotIn,
            Token.Equals or Token.DoubleEquals => LabelOperator.Equals,
            Token.NotEquals => LabelOperator.NotEquals,
            Token.Greater => LabelOperator.GreaterThan,
            Token.Less => LabelOperator.LessThan,
            _ => throw RefuseRequirement($"found '{literal}', expected: in, notin, =, ==, !=, gt, lt"),
        };
    }

    private List<string> ParseValues()
    {
        (Token token, string literal) = Next(asValue: true);
        if (token != Token.Open)
            throw RefuseRequirement($"found '{literal}' expected: '('");
        (token, literal) = Peek(asValue: true);
        switch (token)
        {
            case Token.Close:
                Next(asValue: true);
                return [];
            case Token.Identifier or Token.Comma:
                List<string> values = ParseIdentifiers();
                if (Next(asValue: true).Token != Token.Close)
                    throw RefuseRequirement($"found '{literal}', expected: ')'");
                return values;
            default:
                throw RefuseRequirement($"found '{literal}', expected: ',', ')' or identifier");
        }
    }

    /// <summary>Stops before the closing parenthesis; an empty place between commas is the empty string.</summary>
    private List<string> ParseIdentifiers()
    {
        var values = new SortedSet<string>(StringComparer.Ordinal);
        while (true)
        {
            (Token token, string literal) = Next(asValue: true);
            switch (token)
            {
                case Token.Identifier:
                    values.Add(literal);
                    (token, literal) = Peek(asValue: true);
                    if (token == Token.Close)
                        return [.. values];
                    if (token != Token.Comma)
                        throw RefuseRequirement($"found '{literal}', expected: ',' or ')'");
                    break;
                case Token.Comma:
                    if (values.Count == 0)
                        values.Add("");
                    token = Peek(asValue: true).Token;
                    if (token is Token.Close or Token.Comma)
                        values.Add("");
                    if (token == Token.Close)
                        return [.. values];
                    if (token == Token.Comma)
                        Next(asValue: true);
                    break;
                default:
                    throw RefuseRequirement($"found '{literal}', expected: ',', or identifier");
            }
        }
    }

    private string ParseExactValue()
    {
        if (Peek(asValue: true).Token is Token.End or Token.Comma)
            return "";
        (Token token, string literal) = Next(asValue: true);
        return token == Token.Identifier ? literal : throw RefuseRequirement($"found '{literal}', expected: identifier");
    }

    private static void CheckValues(string key, LabelOperator op, List<string> values)
    {
        if (values.Count == 0)
            throw RefuseRequirement("values: Invalid value: []: for 'in', 'notin' operators, values set can't be empty");
        if (op is LabelOperator.GreaterThan or LabelOperator.LessThan
            && !long.TryParse(values[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
            throw RefuseRequirement($"values[0]: Invalid value: \"{values[0]}\": for 'Gt', 'Lt' operators, the value must be an integer");
        for (int i = 0; i < values.Count; i++)
        {
            if (Names.LabelValueProblems(values[i]) is { Count: > 0 } problems)
                throw RefuseRequirement($"values[{i}][{key}]: Invalid value: \"{values[i]}\": {string.Join("; ", problems)}");
        }
    }

    /// <summary><c>in</c> and <c>notin</c> are words only where an operator may stand; elsewhere they are identifiers.</summary>
    private (Token Token, string Literal) Peek(bool asValue)
    {
        (Token token, string literal) = _tokens[Math.Min(_position, _tokens.Count - 1)];
        return asValue && token is (Token.In or Token.NotIn) ? (Token.Identifier, literal) : (token, literal);
    }

    private (Token Token, string Literal) Next(bool asValue)
    {
        (Token Token, string Literal) next = Peek(asValue);
        _position++;
        return next;
    }

    private static List<(Token, string)> Scan(string text)
    {
        var tokens = new List<(Token, string)>();
        int i = 0;
        while (i < text.Length)
        {
            char c = text[i];
            if (IsSpace(c))
            {
                i++;
            }
            else if (Specials.Contains(c))
            {
                string symbol = ReadSymbol(text, ref i);
                tokens.Add((SymbolToken(symbol), symbol));
            }
            else
            {
                string word = ReadWord(text, ref i);
                tokens.Add((word switch { "in" => Token.In, "notin" => Token.NotIn, _ => Token.Identifier }, word));
            }
        }

        tokens.Add((Token.End, ""));
        return tokens;
    }

    private static string ReadSymbol(string text, ref int i)
    {
        int start = i++;
        if (i < text.Length && text[i] == '=' && text[start] is ('=' or '!'))
            i++;
        return text[start..i];
    }

    private static string ReadWord(string text, ref int i)
    {
        var word = new StringBuilder();
        while (i < text.Length && !IsSpace(text[i]) && !Specials.Contains(text[i]))
            word.Append(text[i++]);
        return word.ToString();
    }

    private static Token SymbolToken(string symbol) => symbol switch
    {
        "=" => Token.Equals,
        "==" => Token.DoubleEquals,
        "!=" => Token.NotEquals,
        "!" => Token.Not,
        "(" => Token.Open,
        ")" => Token.Close,
        "," => Token.Comma,
        ">" => Token.Greater,
        "<" => Token.Less,
        _ => Token.Error,
    };

    private static bool IsSpace(char c) => c is ' ' or '\t' or '\r' or '\n';

    private static ApiDataException RefuseRequirement(string detail) => Refuse($"unable to parse requirement: {detail}");

    private static ApiDataException Refuse(string message) => ApiDataException.BadRequest(message);
}
