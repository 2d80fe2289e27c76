using System.Diagnostics;
using System.Net;
using System.Text;
using Scheduler.Host.ApiServer.Kestrel;

namespace Scheduler.Tests.Host.ApiServer.Kubectl;

/// <summary>Runs kubectl against a server, in a folder of its own with its own configuration and cache.</summary>
internal sealed class KubectlClient : IAsyncDisposable
{
    /// <summary>A command that takes longer has hung.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string folder = Directory.CreateTempSubdirectory("kubectl").FullName;
    private readonly ClusterCertificates certificates;
    private readonly HttpsFront front;

    private KubectlClient(ClusterCertificates certificates, HttpsFront front)
    {
        this.certificates = certificates;
        this.front = front;
    }

    public static async Task<KubectlClient> Start(TestServer server)
    {
        var certificates = ClusterCertificates.InMemory(TimeProvider.System);
        var front = await HttpsFront.Start(server.Server, certificates, IPAddress.Loopback, 0);
        var client = new KubectlClient(certificates, front);
        client.WriteConfiguration();
        foreach (var manifest in Directory.EnumerateFiles(Fixtures.PathOf("wire"), "*.yaml"))
            File.Copy(manifest, Path.Combine(client.folder, Path.GetFileName(manifest)));
        return client;
    }

    /// <summary>Runs <c>kubectl …</c>. Arguments are as in the recordings: words, and JSON without quotes of a shell.</summary>
    public async Task<(int Exit, string Output)> Run(string command)
    {
        var start = new ProcessStartInfo(KubectlFactAttribute.Program ?? "kubectl")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var word in Words(command)) start.ArgumentList.Add(word);
        start.Environment["KUBECONFIG"] = Path.Combine(folder, "config");
        start.Environment["HOME"] = folder;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var errors = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, await errors + await output);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            return (-1, "hung");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await front.DisposeAsync();
        certificates.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Words are separated by blanks, except inside braces and brackets.</summary>
    private static IEnumerable<string> Words(string command)
    {
        var word = new StringBuilder();
        var depth = 0;
        foreach (var letter in command["kubectl ".Length..])
        {
            if (letter is '{' or '[') depth++;
            if (letter is '}' or ']') depth--;
            if (letter != ' ' || depth > 0) word.Append(letter);
            else if (word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }
        }
        if (word.Length > 0) yield return word.ToString();
    }

    private void WriteConfiguration()
    {
        var authority = Convert.ToBase64String(Encoding.UTF8.GetBytes(certificates.AuthorityPem));
        File.WriteAllText(Path.Combine(folder, "config"), $"""
            apiVersion: v1
            kind: Config
            clusters:
            - name: test
              cluster:
                server: https://127.0.0.1:{front.Port}
                certificate-authority-data: {authority}
            users:
            - name: admin
              user:
                token: admin
            contexts:
            - name: test
              context:
                cluster: test
                user: admin
                namespace: default
            current-context: test
            """);
    }
}
