using System.Diagnostics;
using System.Globalization;
using Scheduler.Bench.Output;
using Scheduler.Host.Local;

namespace Scheduler.Bench.Serving;

/// <summary>A bundled cluster in a process of its own, from its start to its end; its files go with it.</summary>
internal sealed class ServedCluster : IDisposable
{
    private const string ReadyMark = "ready: ";

    private readonly Process process;
    private readonly string folder;

    private ServedCluster(Process process, string folder, TimeSpan readyAfter)
    {
        (this.process, this.folder, ReadyAfter) = (process, folder, readyAfter);
    }

    /// <summary>From the start of the process to its line that says ready.</summary>
    public TimeSpan ReadyAfter { get; }

    public string Kubeconfig => Path.Combine(folder, "kubeconfig");

    /// <summary>Memory in use now, in bytes.</summary>
    public long ResidentBytes => Field("VmRSS");

    /// <summary>The most memory that was ever in use, in bytes.</summary>
    public long ResidentBytesMax => Field("VmHWM");

    /// <summary>Time on processors so far.</summary>
    public TimeSpan Processor
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>Starts one and waits until it says that it is ready.</summary>
    /// <exception cref="InputException">It ended instead.</exception>
    public static ServedCluster Start(string? host, string store, int nodes, string scheduler)
    {
        var folder = Directory.CreateTempSubdirectory("serving-").FullName;
        var start = new ProcessStartInfo(host ?? "dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        if (host is null) start.ArgumentList.Add(typeof(LocalCluster).Assembly.Location);
        string[] arguments =
        [
            "up", "--port", "0", "--data", folder, "--kubeconfig", Path.Combine(folder, "kubeconfig"), "--store", store,
            "--nodes", nodes.ToString(CultureInfo.InvariantCulture), "--scheduler", scheduler,
        ];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        var begin = Stopwatch.GetTimestamp();
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new InputException(error.Message, host ?? "dotnet");
        }
        var errors = new StringWriter();
        process.ErrorDataReceived += (_, line) => errors.WriteLine(line.Data);
        process.BeginErrorReadLine();
        while (process.StandardOutput.ReadLine() is { } line)
            if (line.StartsWith(ReadyMark, StringComparison.Ordinal)) return new ServedCluster(process, folder, Stopwatch.GetElapsedTime(begin));
        process.WaitForExit();
        Directory.Delete(folder, recursive: true);
        throw new InputException($"ended with code {process.ExitCode}: {errors.ToString().ReplaceLineEndings(" ").Trim()}", "up");
    }

    public void Dispose()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>A size from <c>/proc</c>, which tells it in kB; 0 where there is none.</summary>
    private long Field(string name)
    {
        var path = $"/proc/{process.Id}/status";
        if (!File.Exists(path)) return 0;
        var line = File.ReadLines(path).First(one => one.StartsWith(name + ":", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
