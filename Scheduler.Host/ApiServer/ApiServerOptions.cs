using System.Security.Cryptography;
using Scheduler.Host.ApiServer.Requests;

namespace Scheduler.Host.ApiServer;

/// <summary>What can be set about the API server.</summary>
public sealed record ApiServerOptions
{
    /// <summary>Bodies above this are refused with 413, in bytes.</summary>
    public int BodyBytesMax { get; init; } = 3 << 20;

    /// <summary>What clients parse to know which Kubernetes this is; ours after the hyphen.</summary>
    public string GitVersion { get; init; } = "v1.36.2-scheduler";

    /// <summary>Where clients reach the server, as discovery and cluster objects state it: an address without scheme, and a port.</summary>
    public string Address { get; init; } = "127.0.0.1";
    public int Port { get; init; } = 6443;

    /// <summary>Bearer tokens and whom they stand for.</summary>
    public IReadOnlyDictionary<string, UserInfo> Tokens { get; init; } = new Dictionary<string, UserInfo>();

    /// <summary>Signs service account tokens. Null: a key that lives as long as the server.</summary>
    public ECDsa? TokenKey { get; init; }

    public string TokenIssuer { get; init; } = "https://kubernetes.default.svc";

    /// <summary>The certificate of the cluster's authority as PEM; pods get it in kube-root-ca.crt. Null: not known.</summary>
    public string? AuthorityPem { get; init; }

    /// <summary>Services get their addresses from here: the first three bytes; the cluster's own service takes .0.1.</summary>
    public string ServiceNetwork { get; init; } = "10.0.0.0/16";

    /// <summary>The ports of NodePort services, first and last.</summary>
    public (int First, int Last) NodePorts { get; init; } = (30000, 32767);

    /// <summary>Admission rules that do not run, by the names of their types (<c>ServiceAccountAdmission</c>).</summary>
    public IReadOnlySet<string> AdmissionOff { get; init; } = new HashSet<string>();

    /// <summary>Keep <c>metadata.managedFields</c>. Costs time and bytes on every write.</summary>
    public bool ManagedFields { get; init; } = true;

    /// <summary>How long a list waits for a version that does not exist yet, before it answers 504.</summary>
    public TimeSpan VersionWait { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Watches that name no timeout end between this and its double.</summary>
    public TimeSpan WatchTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How often a watch that asked for bookmarks gets one while nothing else happens.</summary>
    public TimeSpan BookmarkInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>A watcher that is so many events behind is ended.</summary>
    public int WatchEventsBehindMax { get; init; } = 10_000;
}
