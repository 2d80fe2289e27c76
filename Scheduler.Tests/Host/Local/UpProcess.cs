using System.Diagnostics;
using System.Globalization;
using Scheduler.Tests.Host.ApiServer.Kubectl;

namespace Scheduler.Tests.Host.Local;

/// <summary>A running <c>up</c>, from its line that says ready until it ends, and kubectl on it.</summary>
internal sealed class UpProcess : IDisposable
{
    /// <summary>A process that takes longer to end has hung.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string folder;
    private readonly Process process;
    private readonly Task<string> errors;

    /// <param name="folder">Its data.</param>
    /// <param name="options">Further options.</param>
    public UpProcess(string folder, params string[] options)
    {
        this.folder = folder;
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string word in (string[])[typeof(Scheduler.Host.Local.LocalCluster).Assembly.Location, "up", "--port", "0", "--data", folder, .. options])
            start.ArgumentList.Add(word);
        process = Process.Start(start)!;
        errors = process.StandardError.ReadToEndAsync();
        Ready = process.StandardOutput.ReadLine() ?? "";
        Assert.True(Ready.StartsWith("ready: https://127.0.0.1:", StringComparison.Ordinal), $"{Ready}{(process.HasExited ? errors.Result : "")}");
    }

    /// <summary>The line that said ready.</summary>
    public string Ready { get; }

    /// <summary>The next line of its output, waiting for it.</summary>
    public string ReadLine() => process.StandardOutput.ReadLine() ?? "";

    /// <summary>Runs kubectl, which has to succeed, and returns what it printed.</summary>
    public string Kubectl(string arguments)
    {
        using Process kubectl = Start(arguments);
        Task<string> wrong = kubectl.StandardError.ReadToEndAsync();
        string output = kubectl.StandardOutput.ReadToEnd();
        kubectl.WaitForExit();
        Assert.True(kubectl.ExitCode == 0, $"kubectl {arguments}: {wrong.Result}{output}");
        return output;
    }

    /// <summary>Starts a kubectl that goes on, such as a watch.</summary>
    public Process Start(string arguments)
    {
        ProcessStartInfo start = new(KubectlFactAttribute.Program ?? "kubectl", $"--kubeconfig {Path.Combine(folder, "kubeconfig")} {arguments}")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        start.Environment["HOME"] = folder;
        return Process.Start(start)!;
    }

    /// <summary>Asks it to end, as a service manager does; returns its exit code and what it had to complain of.</summary>
    public (int Exit, string Errors) Terminate()
    {
        using (Process kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)])) kill.WaitForExit();
        Assert.True(process.WaitForExit(Patience), "it does not end");
        return (process.ExitCode, errors.Result);
    }

    /// <summary>Killed, where it has not ended: what was acknowledged must be there at the next start.</summary>
    public void Dispose()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
    }
}
