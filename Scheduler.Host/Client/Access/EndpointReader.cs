using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Scheduler.Core.Configuration;

namespace Scheduler.Host.Client.Access;

/// <summary>From the context that somebody means to the endpoint: checks everything that the context names, and nothing else.</summary>
internal static class EndpointReader
{
    /// <param name="config">The files.</param>
    /// <param name="context">Null: the current one.</param>
    /// <param name="clock">For credentials that expire.</param>
    /// <exception cref="ConfigurationException">Something that the context needs is missing or wrong.</exception>
    public static ClusterEndpoint Read(Kubeconfig config, string? context, TimeProvider clock)
    {
        var name = context ?? config.CurrentContext;
        if (name.Length == 0) throw Missing(config, "current-context", "is missing: no context is chosen");
        if (!config.ContextNodes.TryGetValue(name, out var chosen)) throw Missing(config, $"contexts[{name}]", $"there is no such context{Known(config.Contexts)}");
        var cluster = Named(config.ClusterNodes, chosen, "cluster", required: true);
        var user = Named(config.UserNodes, chosen, "user", required: false);
        var server = Server(cluster);
        var authorities = Authorities(cluster);
        if (cluster.Flag("insecure-skip-tls-verify") && authorities.Count > 0)
            throw cluster.Wrong("insecure-skip-tls-verify", "there is a certificate-authority too: one of them is meant");
        return new ClusterEndpoint
        {
            Server = server,
            Source = $"{cluster.File}, context {name}",
            Namespace = chosen.Text("namespace") is { Length: > 0 } ns ? ns : "default",
            TlsServerName = cluster.Text("tls-server-name"),
            SkipsTlsVerify = cluster.Flag("insecure-skip-tls-verify"),
            Authorities = authorities,
            Proxy = Proxy(cluster),
            DisableCompression = cluster.Flag("disable-compression"),
            Headers = Impersonation(user),
            Credentials = Credentials(user, cluster, clock),
        };
    }

    private static KubeconfigNode Named(IReadOnlyDictionary<string, KubeconfigNode> nodes, KubeconfigNode context, string field, bool required)
    {
        var name = context.Text(field);
        if (name.Length == 0) return required ? throw context.Wrong(field, "is missing") : default;
        return nodes.TryGetValue(name, out var node) ? node : throw context.Wrong(field, $"there is no {field} \"{name}\"{Known(nodes.Keys)}");
    }

    private static Uri Server(KubeconfigNode cluster)
    {
        var text = cluster.Text("server");
        if (text.Length == 0) throw cluster.Wrong("server", "is missing");
        if (!text.Contains("://", StringComparison.Ordinal)) text = $"https://{text}";
        return Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var server) && server.Scheme is "http" or "https" ? server
            : throw cluster.Wrong("server", "must be a URL that starts with https:// or http://");
    }

    private static Uri? Proxy(KubeconfigNode cluster)
    {
        var text = cluster.Text("proxy-url");
        if (text.Length == 0) return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var proxy) && proxy.Scheme is "http" or "https" or "socks5" ? proxy
            : throw cluster.Wrong("proxy-url", "must be a URL that starts with http://, https:// or socks5://");
    }

    private static X509Certificate2Collection Authorities(KubeconfigNode cluster)
    {
        var pem = cluster.Pem("certificate-authority");
        if (pem.Length == 0) return [];
        var certificates = PemText.Certificates(pem);
        return certificates.Count > 0 ? certificates
            : throw cluster.Wrong(cluster.Text("certificate-authority").Length > 0 ? "certificate-authority" : "certificate-authority-data", "holds no certificate in PEM");
    }

    private static ICredentialSource Credentials(KubeconfigNode user, KubeconfigNode cluster, TimeProvider clock)
    {
        if (user.IsAbsent) return FixedCredential.Nobody;
        if (!user.Child("auth-provider").IsAbsent) throw user.Wrong("auth-provider", "is not supported any more by any client: use exec");
        var certificate = ClientCertificate(user);
        var (token, tokenFile, name) = (user.Text("token"), user.FilePath("tokenFile"), user.Text("username"));
        var exec = user.Child("exec");
        if ((token.Length > 0 || tokenFile.Length > 0) && name.Length > 0) throw user.Wrong("username", "there is a token too: only one way to log in is allowed");
        if (!exec.IsAbsent && (token.Length > 0 || tokenFile.Length > 0 || name.Length > 0)) throw user.Wrong("exec", "there is a token or username too: only one way to log in is allowed");
        if (!exec.IsAbsent) return ExecPlugin.Read(exec, cluster, certificate, clock);
        if (tokenFile.Length > 0) return new TokenFile(tokenFile, user.ReadFile("tokenFile", tokenFile), certificate, clock);
        if (name.Length == 0) return new FixedCredential(Credential.Token(token, certificate));
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{user.Text("password")}"));
        return new FixedCredential(new Credential(new AuthenticationHeaderValue("Basic", basic), certificate));
    }

    private static X509Certificate2? ClientCertificate(KubeconfigNode user)
    {
        var (certificate, key) = (user.Pem("client-certificate"), user.Pem("client-key"));
        if (certificate.Length == 0 && key.Length == 0) return null;
        if (certificate.Length == 0) throw user.Wrong("client-certificate", "is missing: there is a client-key");
        if (key.Length == 0) throw user.Wrong("client-key", "is missing: there is a client-certificate");
        try
        {
            return X509Certificate2.CreateFromPem(certificate, key);
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            throw user.Wrong("client-certificate", $"it and its client-key cannot be used: {error.Message.TrimEnd('.')}", error);
        }
    }

    private static List<KeyValuePair<string, string>> Impersonation(KubeconfigNode user)
    {
        List<KeyValuePair<string, string>> headers = [];
        if (user.IsAbsent || user.Text("as") is not { Length: > 0 } name) return headers;
        headers.Add(new("Impersonate-User", name));
        if (user.Text("as-uid") is { Length: > 0 } uid) headers.Add(new("Impersonate-Uid", uid));
        foreach (var group in user.Texts("as-groups")) headers.Add(new("Impersonate-Group", group));
        var extra = user.Child("as-user-extra");
        if (extra.IsAbsent) return headers;
        foreach (var field in extra.Value.EnumerateObject())
            foreach (var value in extra.Texts(field.Name)) headers.Add(new($"Impersonate-Extra-{Uri.EscapeDataString(field.Name)}", value));
        return headers;
    }

    private static ConfigurationException Missing(Kubeconfig config, string path, string reason) => new(config.Source, [new FieldError(path, "", reason)]);

    private static string Known(IEnumerable<string> names) => names.Any() ? $" (there are: {string.Join(", ", names.Order(StringComparer.Ordinal).Take(10))})" : "";
}

/// <summary>Certificates from text.</summary>
internal static class PemText
{
    /// <summary>All certificates in a PEM text; none where it holds none that can be read.</summary>
    public static X509Certificate2Collection Certificates(string pem)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(pem);
        }
        catch (CryptographicException)
        {
            return [];
        }
        return certificates;
    }
}
