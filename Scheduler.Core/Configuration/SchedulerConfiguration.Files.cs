using System.Text;
using System.Text.Json;
using Scheduler.Core.Framework;
using Scheduler.Core.Reading;

namespace Scheduler.Core.Configuration;

/// <summary>From files and text to JSON.</summary>
public sealed partial record SchedulerConfiguration
{
    /// <summary>Reads a configuration file in JSON or YAML.</summary>
    /// <exception cref="ConfigurationException">It is not there or cannot be used; all errors are listed.</exception>
    public static SchedulerConfiguration ReadFile(string path, PluginCatalog catalog, FeatureGates features)
    {
        try
        {
            return ReadText(File.ReadAllText(path), path, catalog, features);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Unreadable(path, "no such file", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw Unreadable(path, Directory.Exists(path) ? "is a folder" : "no permission to read it", e);
        }
        catch (IOException e)
        {
            throw Unreadable(path, e.Message.TrimEnd('.'), e);
        }
    }

    /// <summary>Reads a configuration in JSON or YAML.</summary>
    /// <exception cref="ConfigurationException">It cannot be used; all errors are listed.</exception>
    public static SchedulerConfiguration ReadText(string text, string source, PluginCatalog catalog, FeatureGates features)
    {
        using JsonDocument document = ParseDocument(text, source);
        return Read(document.RootElement, source, catalog, features);
    }

    /// <summary>The one document of a JSON or YAML text; what other files of settings are read with too.</summary>
    /// <exception cref="ConfigurationException">It is neither, empty, or more than one document.</exception>
    public static JsonDocument ParseDocument(string text, string source)
    {
        if (text.AsSpan().TrimStart() is ['{' or '[', ..]) return ParseJson(Encoding.UTF8.GetBytes(text), source);
        JsonDocument? document = null;
        int count = 0;
        try
        {
            YamlToJson.Convert(text, source, (json, _) =>
            {
                count++;
                document ??= ParseJson(json.ToArray(), source);
            });
        }
        catch (ReadException e)
        {
            // Its message starts with the source, and so will ours.
            throw Unreadable(source, e.Message[(source.Length + 2)..], e);
        }

        if (document is null) throw Unreadable(source, "the file is empty");
        return count == 1 ? document : throw Unreadable(source, $"holds {count} documents: one is expected");
    }

    private static JsonDocument ParseJson(byte[] json, string source)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException e)
        {
            string problem = e.Message.Split(" LineNumber:")[0].TrimEnd('.');
            throw Unreadable(source, $"broken JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}: {problem}", e);
        }
    }

    private static ConfigurationException Unreadable(string source, string problem, Exception? inner = null) =>
        new(source, [new FieldError("", "", problem)], inner);
}
