using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Scheduler.Host.ApiServer.Kestrel;
using Scheduler.Host.ApiServer.Requests;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;

namespace Scheduler.Host.Scheduling.Serving;

/// <summary>
/// Whom client certificates name. The authorities are those that the API server trusts itself, as it publishes them in the config map
/// <c>kube-system/extension-apiserver-authentication</c>; they are read again after <see cref="KeptFor"/>. Where they cannot be read, no certificate counts.
/// </summary>
internal sealed class CertificateUsers(IApiClient client, TimeProvider clock)
{
    /// <summary>What a certificate must be made for: TLS client authentication.</summary>
    private static readonly Oid ClientUse = new("1.3.6.1.5.5.7.3.2");

    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim oneReader = new(1, 1);
    private X509Certificate2Collection authorities = [];
    private DateTimeOffset readAgainAt;

    /// <summary>Told of what the server refused, and what was tried.</summary>
    public Action<ApiAnswer, string>? Refused { get; init; }

    /// <summary>The user and groups that the certificate names, or null where no authority vouches for it.</summary>
    /// <exception cref="HttpRequestException">The API server cannot be asked.</exception>
    public async Task<UserInfo?> WhoAsync(X509Certificate2 certificate, CancellationToken cancellation)
    {
        X509Certificate2Collection trusted = await AuthoritiesAsync(cancellation).ConfigureAwait(false);
        if (trusted.Count == 0) return null;
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(trusted);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(ClientUse);
        chain.ChainPolicy.VerificationTime = clock.GetUtcNow().UtcDateTime;
        return chain.Build(certificate) && HttpExchange.Subject(certificate) is { Name.Length: > 0 } user ? user : null;
    }

    private async Task<X509Certificate2Collection> AuthoritiesAsync(CancellationToken cancellation)
    {
        await oneReader.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (clock.GetUtcNow() < readAgainAt) return authorities;
            ApiAnswer answer = await client.Get(Resources.ConfigMaps.Path("kube-system", "extension-apiserver-authentication"), cancellation).ConfigureAwait(false);
            if (answer.IsSuccess) authorities = Read(answer.Document.Child("data")?.Text("client-ca-file") ?? "");
            else if (answer.IsGone) authorities = [];
            else Refused?.Invoke(answer, "get configmaps in kube-system (extension-apiserver-authentication), so client certificates do not count");
            readAgainAt = clock.GetUtcNow() + KeptFor;
            return authorities;
        }
        finally
        {
            oneReader.Release();
        }
    }

    private X509Certificate2Collection Read(string pem)
    {
        X509Certificate2Collection read = [];
        try
        {
            read.ImportFromPem(pem);
        }
        catch (CryptographicException error)
        {
            Refused?.Invoke(new(200, new() { ["message"] = $"client-ca-file: {error.Message}" }), "read extension-apiserver-authentication");
            return [];
        }

        return read;
    }
}
