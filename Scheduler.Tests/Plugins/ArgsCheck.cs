using System.Text;
using System.Text.Json;
using Scheduler.Core.Configuration;

namespace Scheduler.Tests.Plugins;

/// <summary>Reads a plugin's arguments in the ways in which tests ask for them.</summary>
internal sealed class ArgsCheck<T>(Func<JsonElement?, FeatureGates, FieldErrors, T> read)
    where T : IPluginArgs
{
    /// <summary>The defaults.</summary>
    public T Default => Read(null);

    /// <summary>The arguments, which must be right; writing and reading them again must change nothing.</summary>
    public T Read(string? json, string gates = "")
    {
        FieldErrors errors = new();
        T args = read(json is null ? null : Parse(json), FeatureGates.Parse(gates), errors);
        Assert.Empty(errors.Items);
        string written = Write(args, gates);
        T again = read(Parse(written), FeatureGates.Parse(gates), errors);
        Assert.Empty(errors.Items);
        Assert.Equal(written, Write(again, gates));
        return args;
    }

    /// <summary>What is wrong, one line each.</summary>
    public string Errors(string json, string gates = "")
    {
        FieldErrors errors = new();
        read(Parse(json), FeatureGates.Parse(gates), errors);
        return string.Join('\n', errors.Items);
    }

    private static string Write(T args, string gates)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            writer.WriteStartObject();
            args.WriteFields(writer, FeatureGates.Parse(gates));
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static JsonElement Parse(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
