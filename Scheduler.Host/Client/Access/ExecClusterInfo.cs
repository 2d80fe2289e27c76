using System.Text;
using System.Text.Json.Nodes;

namespace Scheduler.Host.Client.Access;

/// <summary>What a credential plugin is told about the cluster where <c>provideClusterInfo</c> asks for it.</summary>
internal static class ExecClusterInfo
{
    private const string ConfigExtension = "client.authentication.k8s.io/exec";

    public static JsonObject Of(KubeconfigNode cluster)
    {
        var info = new JsonObject { ["server"] = cluster.Text("server") };
        Copy("tls-server-name");
        Copy("proxy-url");
        if (cluster.Flag("insecure-skip-tls-verify")) info["insecure-skip-tls-verify"] = true;
        if (cluster.Flag("disable-compression")) info["disable-compression"] = true;
        if (cluster.Pem("certificate-authority") is { Length: > 0 } authority) info["certificate-authority-data"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(authority));
        foreach (var extension in cluster.Objects("extensions"))
            if (extension.Text("name") == ConfigExtension && extension.Value.TryGetProperty("extension", out var config)) info["config"] = JsonNode.Parse(config.GetRawText());
        return info;

        void Copy(string field)
        {
            if (cluster.Text(field) is { Length: > 0 } text) info[field] = text;
        }
    }
}
