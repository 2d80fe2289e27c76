using System.Text;
using System.Text.Json;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Selectors;

/// <summary>
/// A text field of a stored object, compared without making a document of it: 3 µs where parsing a pod takes 60. Watches with selectors look at every
/// change twice, before and after.
/// </summary>
internal sealed class FieldScan
{
    private readonly byte[][] path;
    private readonly byte[] value;

    /// <param name="field">Names of objects and at last of a text, with dots between them.</param>
    /// <param name="value">What it is compared with; a field that is absent is the empty text.</param>
    public FieldScan(string field, string value)
    {
        path = [.. field.Split('.').Select(Encoding.UTF8.GetBytes)];
        this.value = Encoding.UTF8.GetBytes(value);
    }

    public bool IsEqual(ReadOnlySpan<byte> stored)
    {
        var reader = new Utf8JsonReader(stored, JsonTree.ReaderOptions);
        reader.Read();
        foreach (var name in path)
            if (!Enter(ref reader, name)) return value.Length == 0;
        return reader.TokenType == JsonTokenType.String ? reader.ValueTextEquals(value) : value.Length == 0;
    }

    /// <summary>From the start of an object to the value of one of its members; false where there is none, or no object.</summary>
    private static bool Enter(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        if (reader.TokenType != JsonTokenType.StartObject) return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals(name);
            reader.Read();
            if (found) return true;
            reader.Skip();
        }
        return false;
    }
}
