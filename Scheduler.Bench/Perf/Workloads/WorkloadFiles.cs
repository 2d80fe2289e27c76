using System.IO.Enumeration;
using System.Text.Json;
using Scheduler.Bench.Output;
using Scheduler.Core.Configuration;

namespace Scheduler.Bench.Perf.Workloads;

/// <summary>Finds and reads workload files: one test case a file, in a folder named as its group.</summary>
public static class WorkloadFiles
{
    /// <summary>Reads the rows whose path matches a pattern with <c>*</c> and <c>?</c>, in the order of files and rows.</summary>
    /// <param name="folder">The folder of the groups.</param>
    /// <param name="pattern">Matched with <c>group/case/row</c> and with <c>case/row</c>, in any letter case.</param>
    /// <param name="scale">Every parameter is multiplied with it and rounded up; those that end in <c>PerNamespace</c> stay, as the number of namespaces moves.</param>
    /// <exception cref="InputException">A file cannot be read, or nothing matches.</exception>
    /// <exception cref="ConfigurationException">A file is wrong; all its errors are listed.</exception>
    public static Workload[] Read(string folder, string pattern, double scale = 1)
    {
        if (!Directory.Exists(folder)) throw new InputException("no such folder", folder);
        string[] files = [.. Directory.GetFiles(folder, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        Workload[] found = [.. files.SelectMany(file => ReadFile(file, scale)).Where(Matches)];
        return found.Length > 0 ? found : throw new InputException($"no workload in {folder} matches", $"--workload {pattern}");

        bool Matches(Workload workload) =>
            FileSystemName.MatchesSimpleExpression(pattern, workload.Path)
            || FileSystemName.MatchesSimpleExpression(pattern, $"{workload.Case}/{workload.Name}");
    }

    /// <summary>Reads the rows of a text.</summary>
    /// <exception cref="ConfigurationException">Something in it is wrong; all errors are listed.</exception>
    public static Workload[] ReadText(string text, string source, double scale = 1)
    {
        using JsonDocument document = SchedulerConfiguration.ParseDocument(text, source);
        FieldErrors errors = new();
        Workload[] rows = new WorkloadReader(StrictObject.Of(document.RootElement, errors), source, scale).Read();
        return errors.Items.Count == 0 ? rows : throw new ConfigurationException(source, [.. errors.Items.Distinct()]);
    }

    private static Workload[] ReadFile(string path, double scale)
    {
        try
        {
            return ReadText(File.ReadAllText(path), path, scale);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(e.Message.TrimEnd('.'), path);
        }
    }
}
