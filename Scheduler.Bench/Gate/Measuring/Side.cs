using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Scheduler.Bench.Output;
using Scheduler.Bench.Perf.Playing;

namespace Scheduler.Bench.Gate.Measuring;

/// <summary>One of the two that a gate compares: a build with a configuration and plugins. Every measurement is a fresh process.</summary>
/// <param name="Name"><c>base</c> or <c>head</c>.</param>
/// <param name="Dll">The build's Scheduler.Bench.dll.</param>
/// <param name="Config">A configuration file, or null.</param>
/// <param name="Plugins">Assemblies with plugins.</param>
public sealed record Side(string Name, string Dll, string? Config, string[] Plugins)
{
    private const string BenchDll = "Scheduler.Bench.dll";

    /// <summary>True where the build is asked by <c>perf</c>, as it does not know <c>measure</c>.</summary>
    public bool UsesPerf { get; init; }

    /// <summary>In words: what sets it apart.</summary>
    public string Title => string.Join(", ", new[] { Dll == OwnDll ? "" : Dll, Config ?? "", string.Join(", ", Plugins) }.Where(part => part.Length > 0)) is { Length: > 0 } text ? text : "this build";

    private static string OwnDll => typeof(Side).Assembly.Location;

    /// <param name="name"><c>base</c> or <c>head</c>.</param>
    /// <param name="build">A dll, or a folder with one somewhere in it; null for the build that runs.</param>
    /// <param name="config">A configuration file, or null.</param>
    /// <param name="plugins">Assemblies with plugins.</param>
    /// <exception cref="InputException">There is no build, or a file is missing.</exception>
    public static Side Of(string name, string? build, string? config, IEnumerable<string> plugins)
    {
        string dll = build is null ? OwnDll : FindDll(name, build);
        string[] files = [.. plugins];
        foreach (string file in (IEnumerable<string>)[.. files, .. config is null ? Array.Empty<string>() : [config]])
            if (!File.Exists(file)) throw new InputException("no such file", file);
        Side side = new(name, dll, config, files);
        return side with { UsesPerf = !side.Knows("measure") };
    }

    /// <summary>Measures once.</summary>
    /// <exception cref="InputException">The process cannot use what it was given.</exception>
    /// <exception cref="UnexpectedDecisionException">The workload did not go as its file says.</exception>
    public Measured Measure(Subject subject, double scale, int rounds)
    {
        string[] arguments = UsesPerf ? PerfArguments(subject, scale, rounds) : Arguments(subject, scale, rounds);
        (int exitCode, string output, string error) = Start(arguments);
        string said = error.TrimEnd().Split('\n')[^1];
        if (exitCode == 1) throw new UnexpectedDecisionException($"{Name}: {said}");
        if (exitCode != 0) throw new InputException(said, Name);
        try
        {
            using JsonDocument json = JsonDocument.Parse(output);
            return UsesPerf ? Measured.FromPerf(json.RootElement) : Measured.FromJson(json.RootElement);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InputException($"{Dll} did not print a measurement", Name);
        }
    }

    private static string FindDll(string name, string build)
    {
        if (File.Exists(build)) return Path.GetFullPath(build);
        if (!Directory.Exists(build)) throw new InputException("no such file or folder", $"--{name} {build}");
        string[] found = [.. Directory.GetFiles(build, BenchDll, SearchOption.AllDirectories)
            .Where(file => File.Exists(Path.ChangeExtension(file, ".runtimeconfig.json"))).OrderBy(file => file.Length).ThenBy(file => file, StringComparer.Ordinal)];
        return found.Length > 0 ? Path.GetFullPath(found[0]) : throw new InputException($"no {BenchDll} in this folder", $"--{name} {build}");
    }

    private string[] Arguments(Subject subject, double scale, int rounds)
    {
        List<string> arguments = ["measure", "--rounds", Text(rounds), "--scale", Text(scale)];
        arguments.AddRange(subject.Workload is { } workload ? ["--workload", workload, "--folder", subject.Folder] : ["--snapshot", subject.Snapshot!]);
        if (Config is not null) arguments.AddRange(["--config", Config]);
        if (Plugins.Length > 0) arguments.AddRange(["--plugin", .. Plugins]);
        return [.. arguments];
    }

    private string[] PerfArguments(Subject subject, double scale, int rounds)
    {
        if (Config is not null || Plugins.Length > 0 || subject.Workload is null)
            throw new InputException("this build is too old for configurations, plugins and snapshots: it can be compared with workloads alone", $"--{Name}");
        return ["perf", "--workload", subject.Workload, "--folder", subject.Folder, "--rounds", Text(rounds), "--warm-up", "1", "--scale", Text(scale), "--output", "json"];
    }

    private bool Knows(string verb)
    {
        (_, _, string error) = Start([verb, "--rounds", "0"]);
        return !error.Contains("not recognized", StringComparison.Ordinal);
    }

    private (int ExitCode, string Output, string Error) Start(string[] arguments)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };

        // Optimised at once: what tiers and profiles make of the code differs from process to process, and small sizes would run the slow tier only.
        start.Environment["DOTNET_TieredCompilation"] = "0";
        foreach (string argument in (IEnumerable<string>)[Dll, .. arguments]) start.ArgumentList.Add(argument);
        using Process process = Process.Start(start) ?? throw new InputException("cannot be started", "dotnet");
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What is played: a workload, or a user's own snapshot.</summary>
public sealed record Subject(string? Workload, string Folder, string? Snapshot)
{
    public string Name => Workload ?? Snapshot!;
}
