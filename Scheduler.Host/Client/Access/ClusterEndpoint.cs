using System.Security.Cryptography.X509Certificates;

namespace Scheduler.Host.Client.Access;

/// <summary>Where an API server is, whom to trust there, and who asks.</summary>
public sealed class ClusterEndpoint
{
    public required Uri Server { get; init; }

    /// <summary>Where the settings come from, for messages: file and context, or the pod's own account.</summary>
    public required string Source { get; init; }

    /// <summary>The namespace for what names none.</summary>
    public string Namespace { get; init; } = "default";

    /// <summary>The name to expect in the server's certificate; empty: the host in the URL.</summary>
    public string TlsServerName { get; init; } = "";

    /// <summary>Anybody may pretend to be the server.</summary>
    public bool SkipsTlsVerify { get; init; }

    /// <summary>The only authorities that count; none: those of the machine.</summary>
    public X509Certificate2Collection Authorities { get; init; } = [];

    /// <summary>http, https or socks5; null: what the environment says.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>Answers come as they are: cheaper where the network is near.</summary>
    public bool DisableCompression { get; init; }

    /// <summary>Headers of every request: for whom somebody else asks.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    internal ICredentialSource Credentials { get; init; } = FixedCredential.Nobody;
}
