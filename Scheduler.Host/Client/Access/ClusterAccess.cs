using Scheduler.Core.Configuration;

namespace Scheduler.Host.Client.Access;

/// <summary>
/// Finds the cluster that is meant: the file that was named; else the files in <c>KUBECONFIG</c>; else <c>~/.kube/config</c>; else the pod's own account.
/// </summary>
/// <param name="variable">Reads an environment variable.</param>
/// <param name="clock">For credentials that expire.</param>
/// <param name="accountFolder">Where the files of the pod's account are.</param>
public sealed class ClusterAccess(Func<string, string?> variable, TimeProvider clock, string accountFolder = InClusterAccount.Folder)
{
    /// <summary>That of this process.</summary>
    public static ClusterAccess OfProcess(TimeProvider clock) => new(Environment.GetEnvironmentVariable, clock);

    /// <param name="kubeconfig">The file; null or empty: the usual places.</param>
    /// <param name="context">The context in it; null or empty: the current one.</param>
    /// <exception cref="ConfigurationException">There is none, or something in its settings is wrong: one line that names file, object and field.</exception>
    public ClusterEndpoint Find(string? kubeconfig, string? context)
    {
        var files = Files(kubeconfig);
        if (files.Count > 0) return EndpointReader.Read(Kubeconfig.Read(files), string.IsNullOrEmpty(context) ? null : context, clock);
        if (string.IsNullOrEmpty(context) && InClusterAccount.IsPresent(variable)) return InClusterAccount.Read(variable, accountFolder, clock);
        throw new ConfigurationException("kubeconfig", [new FieldError("", "", "no cluster is named: use --kubeconfig FILE or KUBECONFIG, or run in a pod")]);
    }

    private IReadOnlyList<string> Files(string? kubeconfig)
    {
        if (!string.IsNullOrEmpty(kubeconfig)) return [kubeconfig];
        var listed = (variable("KUBECONFIG") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Distinct().ToArray();
        if (listed.Length > 0) return Present(listed);
        var home = variable(OperatingSystem.IsWindows() ? "USERPROFILE" : "HOME");
        return string.IsNullOrEmpty(home) ? [] : [.. new[] { Path.Combine(home, ".kube", "config") }.Where(File.Exists)];
    }

    /// <summary>Files of a list need not be there, as for kubectl; but one has to.</summary>
    private static string[] Present(string[] listed)
    {
        var present = listed.Where(File.Exists).ToArray();
        return present.Length > 0 ? present
            : throw new ConfigurationException("KUBECONFIG", [new FieldError("", string.Join(Path.PathSeparator, listed), "no such file")]);
    }
}
