using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Scheduler.Core.Cache;
using Scheduler.Core.Configuration;
using Scheduler.Core.Objects;
using Scheduler.Host.Extenders;

namespace Scheduler.Tests.Host.Extenders;

public sealed class ExtenderTlsTests
{
    private static readonly X509Certificate2 Certificate = MakeCertificate();

    [Fact]
    public async Task Https_without_root_certificates_trusts_everybody() =>
        Assert.Null(await ErrorOf(new() { EnableHttps = true }));

    [Fact]
    public async Task Insecure_trusts_everybody() => Assert.Null(await ErrorOf(new() { Tls = new() { Insecure = true } }));

    [Fact]
    public async Task A_server_is_trusted_by_its_root_and_name() =>
        Assert.Null(await ErrorOf(new() { EnableHttps = true, Tls = new() { ServerName = "extender.test", CaData = Pem(Certificate) } }));

    [Fact]
    public async Task A_server_of_another_name_is_not_trusted() =>
        Assert.NotNull(await ErrorOf(new() { EnableHttps = true, Tls = new() { ServerName = "other.test", CaData = Pem(Certificate) } }));

    [Fact]
    public async Task A_server_of_another_root_is_not_trusted() =>
        Assert.NotNull(await ErrorOf(new() { EnableHttps = true, Tls = new() { ServerName = "extender.test", CaData = Pem(MakeCertificate()) } }));

    [Fact]
    public async Task A_client_certificate_is_shown()
    {
        using ECDsa key = Certificate.GetECDsaPrivateKey()!;
        ExtenderTlsOptions tls = new() { Insecure = true };
        Assert.NotNull(await ErrorOf(new() { Tls = tls }, asksForCertificate: true));
        tls = tls with { CertData = Pem(Certificate), KeyData = Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()) };
        Assert.Null(await ErrorOf(new() { Tls = tls }, asksForCertificate: true));
    }

    [Theory]
    [InlineData("no certificate", "extender http://x: tlsConfig: there is no root certificate in the PEM text")]
    public void What_is_no_certificate_is_an_error_of_the_configuration(string pem, string message) => Assert.Equal(
        message, Assert.Throws<ConfigurationException>(() => HttpExtender.Open(new() { UrlPrefix = "http://x", Tls = new() { CaData = Encoding.ASCII.GetBytes(pem) } })).Message);

    [Fact]
    public void A_file_that_is_not_there_is_an_error_of_the_configuration() => Assert.StartsWith(
        "extender http://x: tlsConfig.caFile: \"no/such\": cannot be read (and there is no caData): ",
        Assert.Throws<ConfigurationException>(() => HttpExtender.Open(new() { UrlPrefix = "http://x", Tls = new() { CaFile = "no/such" } })).Message);

    private async Task<string?> ErrorOf(ExtenderOptions options, bool asksForCertificate = false)
    {
        await using ExtenderServer server = await ExtenderServer.StartAsync(Certificate, asksForCertificate);
        using HttpExtender extender = HttpExtender.Open(options with { UrlPrefix = server.Url, FilterVerb = "filter" });
        Cluster cluster = new();
        return extender.Filter(cluster.Prepare(new Pod()), cluster.Nodes, new()).Error;
    }

    private static byte[] Pem(X509Certificate2 certificate) => Encoding.ASCII.GetBytes(certificate.ExportCertificatePem());

    private static X509Certificate2 MakeCertificate()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=extender.test", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, true));
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("extender.test");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 made = request.CreateSelfSigned(new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));

        // Kestrel wants a key that lives in a store.
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }
}
