using CommandLine;
using Scheduler.Core.Configuration;
using Scheduler.Plugins;

namespace Scheduler.Host.Commands;

/// <summary>Checks a configuration, or shows the one in force with nothing left to a default.</summary>
[Verb("config", HelpText = "Check a KubeSchedulerConfiguration, or print it with all defaults filled in.")]
public sealed class ConfigCommand : ICommand
{
    [Option("validate", MetaValue = "FILE", HelpText = "Check this file: exit code 0, or 2 with one line per error.")]
    public string? Validate { get; set; }

    [Option("print-defaults", HelpText = "Print the configuration in force: that of --config, or the default one.")]
    public bool PrintDefaults { get; set; }

    [Option("config", MetaValue = "FILE", HelpText = "The configuration to print.")]
    public string? Config { get; set; }

    [Option("feature-gates", MetaValue = "LIST", Default = "", HelpText = "Name=true,Other=false: some fields exist only behind a gate.")]
    public string FeatureGateList { get; set; } = "";

    /// <inheritdoc/>
    public Task<int> RunAsync(Terminal terminal, CancellationToken cancellation) => Task.FromResult(Run(terminal));

    private int Run(Terminal terminal)
    {
        if (Validate is null == !PrintDefaults || (Config is not null && !PrintDefaults))
        {
            terminal.Error.WriteLine("config: write --validate FILE, or --print-defaults with or without --config FILE");
            return Cli.WrongInput;
        }

        FeatureGates features;
        try
        {
            features = FeatureGates.Parse(FeatureGateList);
        }
        catch (FormatException e)
        {
            terminal.Error.WriteLine($"--feature-gates: {e.Message}");
            return Cli.WrongInput;
        }

        string? file = Validate ?? Config;
        SchedulerConfiguration configuration = file is null
            ? SchedulerConfiguration.Default(DefaultPlugins.Catalog, features)
            : SchedulerConfiguration.ReadFile(file, DefaultPlugins.Catalog, features);
        foreach (string warning in configuration.Warnings) terminal.Error.WriteLine($"warning: {file}: {warning}");
        if (PrintDefaults) terminal.Out.Write(YamlText.Of(writer => configuration.Write(writer, features)));
        else terminal.Out.WriteLine($"{file}: valid: {Count(configuration.Profiles.Count, "profile")}, {Count(configuration.Extenders.Count, "extender")}");
        return Cli.Done;
    }

    private static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : $"{number} {noun}s";
}
