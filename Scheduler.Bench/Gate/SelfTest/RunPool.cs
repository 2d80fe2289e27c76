using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Scheduler.Bench.Gate.Measuring;
using Scheduler.Bench.Output;

namespace Scheduler.Bench.Gate.SelfTest;

/// <summary>Times of equal runs, one after the other: logarithms of nanoseconds a pod.</summary>
public sealed record RunPool(string Workload, double[] Logs)
{
    private const string Kind = "GatePool";
    private const int FormatVersion = 1;

    /// <summary>Runs the workload so many times, each in a fresh process.</summary>
    public static RunPool Collect(Side side, Subject subject, int runs, GateOptions options)
    {
        using Process? other = options.Disturb ? StartDisturbance(side) : null;
        try
        {
            using ProgressLine progress = new("collecting runs", runs);
            double[] logs = new double[runs];
            for (int i = 0; i < runs; i++)
            {
                logs[i] = Math.Log(side.Measure(subject, options.Scale, options.Rounds).NsPerPod);
                progress.Report(i + 1);
            }

            return new(subject.Name, logs);
        }
        finally
        {
            if (other is { HasExited: false }) other.Kill();
        }
    }

    /// <exception cref="InputException">It is no pool.</exception>
    public static RunPool Read(string path)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(Files.ReadText(path));
            if (json.RootElement.GetProperty("kind").GetString() != Kind || json.RootElement.GetProperty("formatVersion").GetInt32() != FormatVersion) throw new InputException("is no pool of runs of this version", path);
            double[] ns = [.. json.RootElement.GetProperty("nsPerPod").EnumerateArray().Select(one => one.GetDouble())];
            if (ns.Length < 8 || ns.Any(one => !(one > 0))) throw new InputException("holds fewer than 8 runs, or a time that is not above 0", path);
            return new(json.RootElement.GetProperty("workload").GetString()!, [.. ns.Select(one => Math.Log(one))]);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InputException("is no pool of runs", path);
        }
    }

    /// <exception cref="InputException">The file cannot be written.</exception>
    public void Write(string path)
    {
        JsonObject json = new()
        {
            ["kind"] = Kind,
            ["formatVersion"] = FormatVersion,
            ["workload"] = Workload,
            ["nsPerPod"] = new JsonArray([.. Logs.Select(log => (JsonNode)JsonValue.Create(Math.Round(Math.Exp(log), 2)))]),
        };
        Files.Access($"--pool {path}", () => File.WriteAllText(path, json.ToJsonString(JsonText.Compact) + "\n"));
    }

    private static Process StartDisturbance(Side side)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true };
        foreach (string argument in (string[])[side.Dll, "measure", "--burn-seconds", "3600"]) start.ArgumentList.Add(argument);
        return Process.Start(start) ?? throw new InputException("cannot be started", "dotnet");
    }
}
