using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Scheduler.Core.Configuration;

namespace Scheduler.Host.Extenders;

/// <summary>How to trust an extender and how to be trusted by it.</summary>
internal static class ExtenderTls
{
    /// <summary>A handler with the certificates that the options name.</summary>
    /// <exception cref="ConfigurationException">One of them cannot be read.</exception>
    public static SocketsHttpHandler MakeHandler(ExtenderOptions options)
    {
        SocketsHttpHandler handler = new();
        ExtenderTlsOptions tls = options.Tls ?? new();
        SslClientAuthenticationOptions ssl = handler.SslOptions;
        byte[] roots = Pem(options, "caData", tls.CaData, "caFile", tls.CaFile);

        // As in kube-scheduler: https without root certificates trusts everybody.
        if (tls.Insecure || (options.EnableHttps && roots.Length == 0)) ssl.RemoteCertificateValidationCallback = (_, _, _, _) => true;
        else if (roots.Length > 0) ssl.CertificateChainPolicy = TrustOnly(options, roots);
        if (tls.ServerName.Length > 0) ConnectUnderAnotherName(handler, new(options.UrlPrefix));
        byte[] certificate = Pem(options, "certData", tls.CertData, "certFile", tls.CertFile);
        if (certificate.Length > 0) ssl.ClientCertificates = [Certificate(options, certificate, Pem(options, "keyData", tls.KeyData, "keyFile", tls.KeyFile))];
        return handler;
    }

    /// <summary>
    /// The URL that requests go to. A handler asks for, and checks, the certificate of the host in the URL: so where another name is to be checked, that
    /// one stands in the URL, and the connection is made to the real host.
    /// </summary>
    public static string RequestPrefix(ExtenderOptions options)
    {
        string prefix = options.UrlPrefix.TrimEnd('/') + "/";
        return options.Tls is { ServerName.Length: > 0 } tls ? new UriBuilder(prefix) { Host = tls.ServerName }.Uri.AbsoluteUri : prefix;
    }

    private static void ConnectUnderAnotherName(SocketsHttpHandler handler, Uri real)
    {
        handler.UseProxy = false;
        handler.ConnectCallback = async (_, cancellation) =>
        {
            Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(real.DnsSafeHost, real.Port, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        };
    }

    private static X509ChainPolicy TrustOnly(ExtenderOptions options, byte[] roots)
    {
        X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        try
        {
            policy.CustomTrustStore.ImportFromPem(Encoding.ASCII.GetString(roots));
        }
        catch (CryptographicException e)
        {
            throw Wrong(options, "tlsConfig", "", $"the root certificates cannot be read: {e.Message}", e);
        }

        return policy.CustomTrustStore.Count > 0 ? policy : throw Wrong(options, "tlsConfig", "", "there is no root certificate in the PEM text");
    }

    private static X509Certificate2 Certificate(ExtenderOptions options, byte[] certificate, byte[] key)
    {
        try
        {
            return X509Certificate2.CreateFromPem(Encoding.ASCII.GetString(certificate), Encoding.ASCII.GetString(key));
        }
        catch (CryptographicException e)
        {
            throw Wrong(options, "tlsConfig", "", $"the certificate or its key cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The data, or else the content of the file; empty where there is neither.</summary>
    private static byte[] Pem(ExtenderOptions options, string dataField, byte[] data, string fileField, string file)
    {
        if (data.Length > 0 || file.Length == 0) return data;
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Wrong(options, $"tlsConfig.{fileField}", $"\"{file}\"", $"cannot be read (and there is no {dataField}): {e.Message}", e);
        }
    }

    private static ConfigurationException Wrong(ExtenderOptions options, string path, string value, string reason, Exception? inner = null) =>
        new($"extender {options.UrlPrefix}", [new FieldError(path, value, reason)], inner);
}
