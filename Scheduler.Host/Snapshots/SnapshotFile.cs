using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Scheduler.Core.Reading;
using Scheduler.Core.Writing;

namespace Scheduler.Host.Snapshots;

/// <summary>
/// Writes a snapshot: a <c>List</c> that <c>replay</c> reads, with the fields that scheduling reads and nothing else of the objects. Environment
/// variables, commands and the content of secrets are in no snapshot. What could not be read stands beside the items, as <c>incomplete</c>.
/// </summary>
internal static class SnapshotFile
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <param name="path">The file; <c>.gz</c> at its end: compressed. It is replaced as a whole.</param>
    /// <param name="objects">The cluster.</param>
    /// <param name="notes">What is missing.</param>
    /// <param name="anonymizer">Null: everything under its own name.</param>
    public static void Write(string path, ClusterObjects objects, IReadOnlyList<string> notes, Anonymizer? anonymizer)
    {
        var draft = $"{path}.new";
        using (Stream file = File.Create(draft))
        using (var stream = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionLevel.Optimal) : file)
        using (var json = new Utf8JsonWriter(stream, Compact))
        {
            json.WriteStartObject();
            json.WriteString("apiVersion", "v1");
            json.WriteString("kind", "List");
            if (notes.Count > 0)
            {
                json.WriteStartArray("incomplete");
                foreach (var note in notes) json.WriteStringValue(anonymizer is null ? note : note.Split(':')[0]); // A server's words name users.
                json.WriteEndArray();
            }
            json.WriteStartArray("items");
            foreach (var one in objects.All())
            {
                if (anonymizer is null) ObjectWriter.Write(json, one);
                else anonymizer.Rename(JsonNode.Parse(ObjectWriter.ToJson(one))!.AsObject()).WriteTo(json);
                if (json.BytesPending > 1 << 20) json.Flush();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        File.Move(draft, path, overwrite: true);
    }
}
