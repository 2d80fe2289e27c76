using System.Security.Cryptography.X509Certificates;
using Scheduler.Core.Configuration;

namespace Scheduler.Host.Client.Access;

/// <summary>
/// A program that hands out credentials, as the <c>exec</c> section of a user names it. Run when there is no credential yet, when the last one has
/// expired, and when the server refuses it; never twice at a time.
/// </summary>
internal sealed class ExecPlugin : ICredentialSource
{
    private readonly ExecCommand command;
    private readonly X509Certificate2? certificate;
    private readonly TimeProvider clock;
    private readonly SemaphoreSlim turn = new(1);
    private ExecCredential? current;

    private ExecPlugin(ExecCommand command, X509Certificate2? certificate, TimeProvider clock) => (this.command, this.certificate, this.clock) = (command, certificate, clock);

    /// <exception cref="ConfigurationException">The section is incomplete or wrong.</exception>
    public static ExecPlugin Read(KubeconfigNode exec, KubeconfigNode cluster, X509Certificate2? certificate, TimeProvider clock)
    {
        var apiVersion = exec.Text("apiVersion");
        if (apiVersion.Length == 0) throw exec.Wrong("apiVersion", "is missing");
        if (apiVersion is not ("client.authentication.k8s.io/v1" or "client.authentication.k8s.io/v1beta1"))
            throw exec.Wrong("apiVersion", "must be client.authentication.k8s.io/v1 or client.authentication.k8s.io/v1beta1");
        var program = exec.Text("command");
        if (program.Length == 0) throw exec.Wrong("command", "is missing");
        var environment = exec.Objects("env");
        foreach (var one in environment)
            if (one.Text("name").Length == 0) throw one.Wrong("name", "is missing");
        return new(
            new ExecCommand
            {
                Where = $"{exec.File}: {exec.Path}",
                ApiVersion = apiVersion,
                // As kubectl: a name alone is looked for on the PATH, anything with a folder in it belongs to the kubeconfig's folder.
                Program = program.Contains(Path.DirectorySeparatorChar) ? exec.Absolute(program) : program,
                Arguments = exec.Texts("args"),
                Environment = [.. environment.Select(one => KeyValuePair.Create(one.Text("name"), one.Text("value")))],
                InstallHint = exec.Text("installHint"),
                MayAsk = MayAsk(exec, apiVersion),
                MustAsk = exec.Text("interactiveMode") == "Always",
                Cluster = exec.Flag("provideClusterInfo") ? ExecClusterInfo.Of(cluster) : null,
            },
            certificate, clock);
    }

    public async ValueTask<Credential> Current(CancellationToken cancellation)
    {
        if (Usable() is { } usable) return usable.Credential;
        await turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (Usable() is { } made) return made.Credential;
            current = await command.Run(certificate, cancellation).ConfigureAwait(false);
            return current.Credential;
        }
        finally
        {
            turn.Release();
        }
    }

    public bool Forget(Credential refused)
    {
        var held = Volatile.Read(ref current);
        if (held is not null && ReferenceEquals(held.Credential, refused)) Interlocked.CompareExchange(ref current, null, held);
        return true;
    }

    private ExecCredential? Usable() => Volatile.Read(ref current) is { } held && (held.Expires is not { } end || clock.GetUtcNow() < end) ? held : null;

    private static bool MayAsk(KubeconfigNode exec, string apiVersion) => exec.Text("interactiveMode") switch
    {
        "Never" => false,
        "IfAvailable" or "Always" => true,
        "" when apiVersion.EndsWith("v1beta1", StringComparison.Ordinal) => true,
        "" => throw exec.Wrong("interactiveMode", "is missing: Never, IfAvailable or Always"),
        _ => throw exec.Wrong("interactiveMode", "must be Never, IfAvailable or Always"),
    };
}
