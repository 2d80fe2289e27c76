using System.Text.Json;

namespace Scheduler.Core.Reading;

/// <summary>Where a JSON text comes from, and how to say where in it something is wrong.</summary>
/// <remarks>Correct input pays nothing for this: the path of a field is found by walking the text again, after an error.</remarks>
/// <param name="Source">File name or other origin.</param>
/// <param name="Lines">Lines of the YAML text that the JSON was made from; null for JSON itself.</param>
internal sealed record DocumentText(string Source, YamlLines? Lines = null)
{
    /// <summary>How deep objects and lists may nest.</summary>
    private const int DepthMax = 256;

    /// <summary>How every document is read: several may follow each other in one text.</summary>
    public static JsonReaderOptions Options => new() { MaxDepth = DepthMax, AllowMultipleValues = true };

    /// <summary>An error at a token of the object that starts at <paramref name="objectStart"/>.</summary>
    public ReadException Error(ReadOnlySpan<byte> json, int objectStart, int tokenStart, string problem, KubeKind? kind = null)
    {
        ObjectWalk walk = ObjectWalk.Of(json[objectStart..], tokenStart - objectStart);
        return new(Source, problem, walk.Describe(kind), walk.Field, Line(json, tokenStart));
    }

    /// <summary>An error of the JSON text itself.</summary>
    public ReadException Broken(ReadOnlySpan<byte> json, int objectStart, JsonException cause, KubeKind? kind = null)
    {
        string text = cause.Message;
        int tail = text.IndexOf(" LineNumber:", StringComparison.Ordinal);
        if (tail >= 0) text = text[..tail];
        string problem = $"broken JSON at line {cause.LineNumber + 1}, byte {cause.BytePositionInLine + 1}: {text.TrimEnd('.')}";
        return new(Source, problem, ObjectWalk.Of(json[objectStart..]).Describe(kind), inner: cause);
    }

    private int Line(ReadOnlySpan<byte> json, int offset)
    {
        if (Lines is not null) return Lines.At(offset);
        bool isOneLine = !json.TrimEnd("\r\n"u8).Contains((byte)'\n');
        return isOneLine ? 0 : 1 + json[..offset].Count((byte)'\n');
    }
}
