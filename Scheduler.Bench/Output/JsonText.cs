using System.Text.Encodings.Web;
using System.Text.Json;

namespace Scheduler.Bench.Output;

/// <summary>How JSON for people and scripts is written.</summary>
public static class JsonText
{
    public static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
