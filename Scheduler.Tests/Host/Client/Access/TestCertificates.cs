using System.Security.Cryptography.X509Certificates;
using Scheduler.Host.ApiServer.Kestrel;

namespace Scheduler.Tests.Host.Client.Access;

/// <summary>An authority for all tests of clients: making one takes long.</summary>
internal static class TestCertificates
{
    public static ClusterCertificates Authority { get; } = ClusterCertificates.InMemory(TimeProvider.System);

    public static string AuthorityPem => Authority.AuthorityPem;

    /// <summary>A client's certificate and key as PEM.</summary>
    public static (string Certificate, string Key) Client(string user, params string[] groups)
    {
        using var made = Authority.Client(user, groups);
        return (made.ExportCertificatePem(), made.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
    }
}
