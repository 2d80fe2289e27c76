using System.Text.Encodings.Web;
using System.Text.Json;

namespace Scheduler.Bench.Output;

/// <summary>How JSON for people and scripts is written.</summary>
public static class JsonText
{
    /// <summary>On one line.</summary>
    public static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>With line breaks.</summary>
    public static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
