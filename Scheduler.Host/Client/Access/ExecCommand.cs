using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace Scheduler.Host.Client.Access;

/// <summary>Runs the program of an <see cref="ExecPlugin"/> once. What it writes to its standard error is shown to the user.</summary>
internal sealed class ExecCommand
{
    /// <summary>A plugin that says nothing for so long never will: it may have asked a person.</summary>
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromMinutes(2);

    /// <summary>File and path of the section, for messages.</summary>
    public required string Where { get; init; }

    public required string ApiVersion { get; init; }

    public required string Program { get; init; }

    public IReadOnlyList<string> Arguments { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; } = [];

    public string InstallHint { get; init; } = "";

    /// <summary>It may read from the terminal, where there is one.</summary>
    public bool MayAsk { get; init; }

    /// <summary>It cannot work without a terminal.</summary>
    public bool MustAsk { get; init; }

    /// <summary>What it is told about the cluster; null: nothing.</summary>
    public JsonObject? Cluster { get; init; }

    /// <exception cref="CredentialException">It cannot be started, fails, or says something else than a credential.</exception>
    public async Task<ExecCredential> Run(X509Certificate2? certificate, CancellationToken cancellation)
    {
        var asks = MayAsk && !Console.IsInputRedirected;
        if (MustAsk && !asks) throw Failed("needs a terminal (interactiveMode: Always), and there is none");
        using var process = Start(asks);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(AnswerWithin);
        try
        {
            if (!asks) process.StandardInput.Close();
            var output = await process.StandardOutput.ReadToEndAsync(patience.Token).ConfigureAwait(false);
            await process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
            if (process.ExitCode != 0) throw Failed($"ended with exit code {process.ExitCode}");
            return ExecCredential.Parse(output, ApiVersion, certificate, problem => Failed(problem));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellation.ThrowIfCancellationRequested();
            throw Failed($"has not answered within {AnswerWithin.TotalMinutes:0} minutes");
        }
    }

    private Process Start(bool asks)
    {
        var start = new ProcessStartInfo(Program) { RedirectStandardOutput = true, RedirectStandardInput = !asks };
        foreach (var argument in Arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in Environment) start.Environment[name] = value;
        start.Environment["KUBERNETES_EXEC_INFO"] = Info(asks).ToJsonString();
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw Failed($"cannot be started: {error.Message}{(InstallHint.Length > 0 ? $" ({InstallHint.Trim()})" : "")}", error);
        }
    }

    private JsonObject Info(bool asks)
    {
        var spec = new JsonObject { ["interactive"] = asks };
        if (Cluster is not null) spec["cluster"] = Cluster.DeepClone();
        return new JsonObject { ["kind"] = "ExecCredential", ["apiVersion"] = ApiVersion, ["spec"] = spec };
    }

    private CredentialException Failed(string problem, Exception? inner = null) => new($"{Where}.command: \"{Program}\" {problem}", inner);
}
