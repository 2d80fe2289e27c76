using Scheduler.Host.Client.Access;
using Scheduler.Tests.Host.Store;

namespace Scheduler.Tests.Host.Client.Access;

/// <summary>A folder with kubeconfigs and an environment of its own.</summary>
internal sealed class KubeconfigFolder : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public Dictionary<string, string> Variables { get; } = [];

    public ManualClock Clock { get; } = new();

    public string this[string name] => folder[name];

    public string Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder[name])!);
        File.WriteAllText(folder[name], text);
        return folder[name];
    }

    /// <summary>A program that prints what <paramref name="script"/> does.</summary>
    public string WriteProgram(string name, string script)
    {
        var path = Write(name, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    public ClusterEndpoint Find(string? kubeconfig = null, string? context = null) =>
        new ClusterAccess(Variables.GetValueOrDefault, Clock, folder["account"]).Find(kubeconfig, context);

    /// <summary>The endpoint of a file with one cluster and one user, whose fields are given as YAML in one line.</summary>
    public ClusterEndpoint Of(string cluster, string user = "") => Find(Write("config", Text(cluster, user)));

    public static string Text(string cluster, string user) => $$"""
        apiVersion: v1
        kind: Config
        current-context: c
        clusters:
        - name: here
          cluster: { {{cluster}} }
        users:
        - name: me
          user: { {{user}} }
        contexts: [{ name: c, context: { cluster: here, user: me, namespace: team } }]
        """;

    public void Dispose() => folder.Dispose();
}
