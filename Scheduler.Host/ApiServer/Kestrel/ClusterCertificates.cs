using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Scheduler.Host.ApiServer.Kestrel;

/// <summary>
/// The cluster's own authority and the certificates it signs: one for the server, one for each client that wants to be known by certificate
/// (CN is the user, O are the groups). Kept as PEM files, so that a cluster keeps its identity over restarts.
/// </summary>
public sealed class ClusterCertificates : IDisposable
{
    private const string AuthorityFile = "ca.crt";
    private const string AuthorityKeyFile = "ca.key";
    private const int ValidYears = 10;

    private readonly X509Certificate2 authority;
    private readonly TimeProvider clock;

    private ClusterCertificates(X509Certificate2 authority, TimeProvider clock)
    {
        this.authority = authority;
        this.clock = clock;
    }

    /// <summary>The authority as PEM, for kubeconfigs.</summary>
    public string AuthorityPem => authority.ExportCertificatePem();

    public X509Certificate2 Authority => authority;

    /// <summary>A new authority that lives as long as the process.</summary>
    public static ClusterCertificates InMemory(TimeProvider clock) => new(NewAuthority(clock), clock);

    /// <summary>The authority in a folder, made there the first time.</summary>
    public static ClusterCertificates InFolder(string folder, TimeProvider clock)
    {
        var certificate = Path.Combine(folder, AuthorityFile);
        var key = Path.Combine(folder, AuthorityKeyFile);
        if (File.Exists(certificate) && File.Exists(key)) return new(X509Certificate2.CreateFromPemFile(certificate, key), clock);
        Directory.CreateDirectory(folder);
        var made = NewAuthority(clock);
        WriteSecret(key, made.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(certificate, made.ExportCertificatePem());
        return new(made, clock);
    }

    /// <summary>A certificate for the server under all the names it is called by.</summary>
    public X509Certificate2 Server(IEnumerable<string> names)
    {
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names.Concat(["localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local", "127.0.0.1", "::1", "10.0.0.1"]).Distinct())
        {
            if (IPAddress.TryParse(name, out var address)) alternatives.AddIpAddress(address);
            else alternatives.AddDnsName(name);
        }
        return Issue("CN=kube-apiserver", "1.3.6.1.5.5.7.3.1", alternatives);
    }

    /// <summary>A client's certificate with its key. The subject says who he is.</summary>
    public X509Certificate2 Client(string user, params string[] groups)
    {
        var subject = new X500DistinguishedNameBuilder();
        foreach (var group in groups) subject.AddOrganizationName(group);
        subject.AddCommonName(user);
        return Issue(subject.Build(), "1.3.6.1.5.5.7.3.2", null);
    }

    /// <summary>Whether a certificate was signed by this authority and is valid now.</summary>
    public bool Vouches(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = clock.GetUtcNow().UtcDateTime;
        return chain.Build(certificate);
    }

    private X509Certificate2 Issue(string subject, string purpose, SubjectAlternativeNameBuilder? alternatives) =>
        Issue(new X500DistinguishedName(subject), purpose, alternatives);

    private X509Certificate2 Issue(X500DistinguishedName subject, string purpose, SubjectAlternativeNameBuilder? alternatives)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], false));
        if (alternatives is not null) request.CertificateExtensions.Add(alternatives.Build());
        var now = clock.GetUtcNow();
        using var signed = request.Create(authority, now.AddHours(-1), now.AddYears(ValidYears - 1), RandomNumberGenerator.GetBytes(16));
        // Some TLS libraries want the key in a key set of their own: the detour over PKCS #12 puts it there.
        using var withKey = signed.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }

    private static X509Certificate2 NewAuthority(TimeProvider clock)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=kubernetes", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign | X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var now = clock.GetUtcNow();
        return request.CreateSelfSigned(now.AddHours(-1), now.AddYears(ValidYears));
    }

    private static void WriteSecret(string path, string text)
    {
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    public void Dispose() => authority.Dispose();
}
