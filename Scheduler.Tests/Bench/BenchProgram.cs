using System.Diagnostics;

namespace Scheduler.Tests.Bench;

/// <summary>Runs the bench as its users do: as a process, with arguments.</summary>
public static class BenchProgram
{
    /// <summary>What a run printed and returned.</summary>
    public sealed record Result(int ExitCode, string Output, string Error);

    /// <summary>Runs the bench in the repository's folder.</summary>
    public static Result Run(params string[] arguments) => Run([], arguments);

    /// <summary>Runs the bench with more environment variables.</summary>
    public static Result Run((string Name, string Value)[] environment, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Fixtures.Repository,
        };
        start.ArgumentList.Add(typeof(Scheduler.Bench.Replay.Replayer).Assembly.Location);
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        foreach ((string name, string value) in environment) start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new(process.ExitCode, output, error.Result);
    }
}
