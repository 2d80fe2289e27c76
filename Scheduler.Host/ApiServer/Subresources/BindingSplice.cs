using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Subresources;

/// <summary>
/// Puts a pod on a node without making a document of it: what a binding adds is copied into the stored bytes, at the places where
/// <see cref="Binding"/> adds it to a document. Whatever is unusual is left to that: a pod that is gone, taken, gated, was reported unschedulable, or
/// has a zone already. 10 µs where parsing, changing and writing a pod takes 100.
/// </summary>
internal static class BindingSplice
{
    /// <summary>The pod's new bytes; null where the pod or the binding is not the plain case.</summary>
    /// <param name="pod">The stored pod.</param>
    /// <param name="uid">Whom the binding means; empty: whoever has the name.</param>
    /// <param name="node">The node.</param>
    /// <param name="topology">Labels that the pod takes over from its node.</param>
    /// <param name="timestamp">The time of the binding.</param>
    public static byte[]? TryAssign(ReadOnlySpan<byte> pod, string uid, string node, IReadOnlyList<KeyValuePair<string, string>> topology, string timestamp)
    {
        if (!TryFind(pod, uid, topology, out var places)) return null;
        var output = new ArrayBufferWriter<byte>(pod.Length + 512);
        var copied = 0;
        if (topology.Count > 0)
        {
            var labels = string.Join(',', topology.Select(label => $"{Quoted(label.Key)}:{Quoted(label.Value)}"));
            Insert(pod, places.Labels, places.HasLabels ? labels : $"\"labels\":{{{labels}}}");
        }
        Insert(pod, places.Spec, $"\"nodeName\":{Quoted(node)}");
        var condition = $$"""{"type":"PodScheduled","lastTransitionTime":"{{timestamp}}","status":"True","lastProbeTime":null}""";
        Insert(pod, places.Status, places.HasConditions ? condition : $"\"conditions\":[{condition}]");
        output.Write(pod[copied..]);
        return output.WrittenSpan.ToArray();

        // Before a closing bracket; a comma goes first unless the brackets are empty.
        void Insert(ReadOnlySpan<byte> from, int place, string text)
        {
            output.Write(from[copied..place]);
            if (from[place - 1] is not ((byte)'{' or (byte)'[')) output.Write(","u8);
            output.Write(Encoding.UTF8.GetBytes(text));
            copied = place;
        }
    }

    private static bool TryFind(ReadOnlySpan<byte> pod, string uid, IReadOnlyList<KeyValuePair<string, string>> topology, out Places places)
    {
        places = default;
        var reader = new Utf8JsonReader(pod, JsonTree.ReaderOptions);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var plain = true;
            if (reader.ValueTextEquals("metadata"u8)) plain = Metadata(ref reader, uid, topology, ref places);
            else if (reader.ValueTextEquals("spec"u8)) plain = Spec(ref reader, ref places);
            else if (reader.ValueTextEquals("status"u8)) plain = Status(ref reader, ref places);
            else reader.Skip();
            if (!plain) return false;
        }
        // In this order they are copied.
        return places.Labels > 0 && places.Spec > places.Labels && places.Status > places.Spec;
    }

    private static bool Metadata(ref Utf8JsonReader reader, string uid, IReadOnlyList<KeyValuePair<string, string>> topology, ref Places places)
    {
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("deletionTimestamp"u8)) return false;
            if (reader.ValueTextEquals("labels"u8))
            {
                reader.Read();
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    foreach (var label in topology)
                        if (reader.ValueTextEquals(label.Key)) return false;
                    reader.Read();
                }
                (places.Labels, places.HasLabels) = ((int)reader.TokenStartIndex, true);
                continue;
            }
            var isUid = reader.ValueTextEquals("uid"u8);
            reader.Read();
            if (isUid && uid.Length > 0 && !reader.ValueTextEquals(uid)) return false;
            reader.Skip();
        }
        if (!places.HasLabels) places.Labels = (int)reader.TokenStartIndex;
        return true;
    }

    private static bool Spec(ref Utf8JsonReader reader, ref Places places)
    {
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("nodeName"u8) || reader.ValueTextEquals("schedulingGates"u8)) return false;
            reader.Skip();
        }
        places.Spec = (int)reader.TokenStartIndex;
        return true;
    }

    private static bool Status(ref Utf8JsonReader reader, ref Places places)
    {
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("nominatedNodeName"u8)) return false;
            if (!reader.ValueTextEquals("conditions"u8))
            {
                reader.Skip();
                continue;
            }
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartArray) return false;
            while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
                if (IsPodScheduled(ref reader)) return false;
            (places.Status, places.HasConditions) = ((int)reader.TokenStartIndex, true);
        }
        if (!places.HasConditions) places.Status = (int)reader.TokenStartIndex;
        return true;
    }

    /// <summary>Reads one condition to its end.</summary>
    private static bool IsPodScheduled(ref Utf8JsonReader reader)
    {
        var found = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("type"u8);
            reader.Read();
            found |= isType && reader.ValueTextEquals("PodScheduled"u8);
            reader.Skip();
        }
        return found;
    }

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    /// <summary>Where to insert: each is the index of the closing bracket.</summary>
    private record struct Places
    {
        public int Labels;
        public bool HasLabels;
        public int Spec;
        public int Status;
        public bool HasConditions;
    }
}
