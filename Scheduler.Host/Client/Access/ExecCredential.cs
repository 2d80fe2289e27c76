using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace Scheduler.Host.Client.Access;

/// <summary>What a credential plugin answered.</summary>
internal sealed class ExecCredential(Credential credential, DateTimeOffset? expires)
{
    public Credential Credential => credential;

    /// <summary>Null: until the server refuses it.</summary>
    public DateTimeOffset? Expires => expires;

    /// <param name="text">The plugin's output.</param>
    /// <param name="apiVersion">The version that it was asked in.</param>
    /// <param name="otherwise">The certificate of the kubeconfig, where the plugin gives none.</param>
    /// <param name="failed">Makes the error from a problem.</param>
    public static ExecCredential Parse(string text, string apiVersion, X509Certificate2? otherwise, Func<string, Exception> failed)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return Read(new KubeconfigNode("output", "", document.RootElement), apiVersion, otherwise, failed);
        }
        catch (JsonException)
        {
            throw failed("did not print JSON"); // Not what it printed: that may be half a token.
        }
        catch (Core.Configuration.ConfigurationException error)
        {
            throw failed($"printed what is no credential: {error.Message}");
        }
    }

    private static ExecCredential Read(KubeconfigNode root, string apiVersion, X509Certificate2? otherwise, Func<string, Exception> failed)
    {
        if (root.Value.ValueKind != JsonValueKind.Object || root.Text("kind") != "ExecCredential") throw failed("did not print an ExecCredential");
        if (root.Text("apiVersion") != apiVersion) throw failed($"printed apiVersion \"{root.Text("apiVersion")}\": {apiVersion} was asked for");
        var status = root.Child("status");
        if (status.IsAbsent) throw failed("printed no status");
        var (token, certificate, key) = (status.Text("token"), status.Text("clientCertificateData"), status.Text("clientKeyData"));
        if (certificate.Length == 0 != (key.Length == 0)) throw failed("printed only one of clientCertificateData and clientKeyData");
        if (token.Length == 0 && certificate.Length == 0) throw failed("printed neither a token nor a certificate");
        return new(Credential.Token(token, certificate.Length == 0 ? otherwise : Certificate(certificate, key, failed)), Expiry(status, failed));
    }

    private static X509Certificate2 Certificate(string certificate, string key, Func<string, Exception> failed)
    {
        try
        {
            return X509Certificate2.CreateFromPem(certificate, key);
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            throw failed("printed a certificate and key that cannot be used");
        }
    }

    private static DateTimeOffset? Expiry(KubeconfigNode status, Func<string, Exception> failed)
    {
        var text = status.Text("expirationTimestamp");
        if (text.Length == 0) return null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
            : throw failed("printed an expirationTimestamp that is no time");
    }
}
