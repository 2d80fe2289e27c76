using System.Diagnostics;

namespace Scheduler.Bench.Live;

/// <summary>A program that runs beside this one; it is killed when this is disposed of. What it says on stderr is kept, the last lines of it.</summary>
internal sealed class ChildProcess : IDisposable
{
    private const int LinesKept = 20;

    private readonly Process process;
    private readonly Queue<string> lines = new();
    private readonly TaskCompletionSource<string> firstLine = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ChildProcess(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        process = new() { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, e) =>
        {
            if (e.Data is not null) firstLine.TrySetResult(e.Data);
        };
        process.ErrorDataReceived += (_, e) => Keep(e.Data);
        process.Exited += (_, _) => firstLine.TrySetException(new InvalidOperationException($"{program} ended: {LastWords}"));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>The last lines on stderr.</summary>
    public string LastWords
    {
        get
        {
            lock (lines) return string.Join('\n', lines);
        }
    }

    public bool HasExited => process.HasExited;

    /// <summary>User and system time since the start.</summary>
    public TimeSpan Cpu
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>The most memory that was resident at one time, in bytes.</summary>
    public long PeakRssBytes
    {
        get
        {
            process.Refresh();
            return process.PeakWorkingSet64;
        }
    }

    /// <summary>The first line on stdout.</summary>
    /// <exception cref="InvalidOperationException">The program ended before.</exception>
    public Task<string> FirstLineAsync(TimeSpan patience) => firstLine.Task.WaitAsync(patience);

    public void Dispose()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        lock (lines)
        {
            lines.Enqueue(line);
            if (lines.Count > LinesKept) lines.Dequeue();
        }
    }
}
