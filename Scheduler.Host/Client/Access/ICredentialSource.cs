using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;

namespace Scheduler.Host.Client.Access;

/// <summary>By what a server knows who asks. Either part may be absent. (A class: a record would print the token.)</summary>
internal sealed class Credential(AuthenticationHeaderValue? authorization, X509Certificate2? certificate)
{
    public AuthenticationHeaderValue? Authorization => authorization;

    public X509Certificate2? Certificate => certificate;

    public static Credential Token(string token, X509Certificate2? certificate = null) =>
        new(token.Length == 0 ? null : new AuthenticationHeaderValue("Bearer", token), certificate);
}

/// <summary>Knows the credential that counts now.</summary>
internal interface ICredentialSource
{
    /// <exception cref="CredentialException">There is none at the moment.</exception>
    ValueTask<Credential> Current(CancellationToken cancellation);

    /// <summary>The server refused this credential. True: asking for the current one again may help.</summary>
    bool Forget(Credential refused);
}

/// <summary>A credential that never changes.</summary>
internal sealed class FixedCredential(Credential credential) : ICredentialSource
{
    public static FixedCredential Nobody { get; } = new(new Credential(null, null));

    public ValueTask<Credential> Current(CancellationToken cancellation) => new(credential);

    public bool Forget(Credential refused) => false;
}

/// <summary>A credential cannot be had. Passing, as a rule: whoever works by repetition tries again.</summary>
public sealed class CredentialException(string message, Exception? inner = null) : HttpRequestException(message, inner);
