using System.Text.Json;
using Scheduler.Bench.Output;
using Scheduler.Core.Configuration;
using Scheduler.Core.Reading;

namespace Scheduler.Bench.WhatIf.Scenarios;

/// <summary>Reads a file of scenarios. Paths in it are relative to it.</summary>
public static class ScenarioFile
{
    /// <exception cref="InputException">The file cannot be read.</exception>
    /// <exception cref="ConfigurationException">Something in it is wrong; all errors are listed.</exception>
    public static Scenario[] Read(string path, KubeReader reader) => ReadText(Files.ReadText(path), path, reader);

    /// <inheritdoc cref="Read"/>
    public static Scenario[] ReadText(string text, string source, KubeReader reader)
    {
        using JsonDocument document = SchedulerConfiguration.ParseDocument(text, source);
        FieldErrors errors = new();
        StrictObject root = StrictObject.Of(document.RootElement, errors);
        StrictObject[] written = root.Objects("scenarios");
        if (written.Length == 0 && errors.Items.Count == 0) root.Error("scenarios", "at least one is expected");
        root.End();
        EditReader edits = new(source, reader);
        Scenario[] scenarios = [.. written.Select((scenario, i) => ReadOne(scenario, i, source, edits))];
        foreach (IGrouping<string, Scenario> same in scenarios.GroupBy(scenario => scenario.Name).Where(same => same.Count() > 1))
            root.Error("scenarios", $"{same.Count()} are named \"{same.Key}\"");
        return errors.Items.Count == 0 ? scenarios : throw new ConfigurationException(source, [.. errors.Items.Distinct()]);
    }

    private static Scenario ReadOne(StrictObject written, int number, string source, EditReader edits)
    {
        string name = written.String("name") ?? $"scenario {number + 1}";
        Scenario scenario = new(name, [.. written.Objects("edits").SelectMany(edits.Read)])
        {
            Config = written.String("config") is { } config ? edits.PathOf(config) : null,
            Plugins = [.. written.Strings("plugins").Select(edits.PathOf)],
        };
        if (scenario.Edits.Length == 0 && scenario.Config is null && scenario.Plugins.Length == 0) written.Error("edits", $"nothing changes in {source}: write edits, config or plugins");
        written.End();
        return scenario;
    }
}
