using Scheduler.Core.Configuration;

namespace Scheduler.Host.Client.Access;

/// <summary>The account that Kubernetes gives every pod: a folder with a token, a certificate and a namespace, and two variables.</summary>
internal static class InClusterAccount
{
    public const string HostVariable = "KUBERNETES_SERVICE_HOST";
    public const string PortVariable = "KUBERNETES_SERVICE_PORT";
    public const string Folder = "/var/run/secrets/kubernetes.io/serviceaccount";

    public static bool IsPresent(Func<string, string?> variable) => !string.IsNullOrEmpty(variable(HostVariable)) && !string.IsNullOrEmpty(variable(PortVariable));

    /// <exception cref="ConfigurationException">A file of the account is missing or wrong.</exception>
    public static ClusterEndpoint Read(Func<string, string?> variable, string folder, TimeProvider clock)
    {
        var (host, port) = (variable(HostVariable)!, variable(PortVariable)!);
        if (host.Contains(':')) host = $"[{host}]";
        if (!Uri.TryCreate($"https://{host}:{port}/", UriKind.Absolute, out var server))
            throw new ConfigurationException("environment", [new FieldError($"{HostVariable}, {PortVariable}", $"{host}:{port}", "is not an address")]);
        var token = Path.Combine(folder, "token");
        var initial = Content(token);
        if (initial.AsSpan().Trim().IsEmpty) throw new ConfigurationException(token, [new FieldError("", "", "the token is empty")]);
        var authority = Path.Combine(folder, "ca.crt");
        var authorities = PemText.Certificates(Content(authority));
        if (authorities.Count == 0) throw new ConfigurationException(authority, [new FieldError("", "", "holds no certificate in PEM")]);
        var ns = Path.Combine(folder, "namespace");
        return new ClusterEndpoint
        {
            Server = server,
            Source = "the pod's own account",
            Namespace = File.Exists(ns) ? Content(ns).Trim() : "default",
            Authorities = authorities,
            Credentials = new TokenFile(token, initial, null, clock),
        };
    }

    private static string Content(string path) => new KubeconfigNode(path, "", default).ReadFile("", path);
}
