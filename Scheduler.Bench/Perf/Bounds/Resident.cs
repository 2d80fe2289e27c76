using System.Diagnostics;
using System.Globalization;

namespace Scheduler.Bench.Perf.Bounds;

/// <summary>How much memory a process takes that holds a cluster: a process of its own is asked, as this one holds other things too.</summary>
internal static class Resident
{
    public static BoundFigure Measure(BoundRun run, int nodes, int pods)
    {
        int scaledNodes = Scaled(nodes), scaledPods = Scaled(pods);
        ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(typeof(Resident).Assembly.Location);
        foreach (string argument in (string[])
            ["perf", "--hold", string.Create(CultureInfo.InvariantCulture, $"{scaledNodes},{scaledPods}"), "--engine", run.Engine.ToString().ToLowerInvariant()])
            start.ArgumentList.Add(argument);
        using Process child = Process.Start(start)!;
        string[] lines = child.StandardOutput.ReadToEnd().Split('\n');
        child.WaitForExit();
        if (child.ExitCode != 0) throw new InvalidOperationException($"the process that holds the cluster ended with code {child.ExitCode}");
        return new(double.Parse(lines[0], CultureInfo.InvariantCulture) / 1e6, lines[1]);

        int Scaled(int count) => Math.Max(1, (int)(count * run.Scale));
    }
}
