namespace Scheduler.Core.Configuration;

/// <summary>A process outside the scheduler that is asked over HTTP (docs/semantics.md 6). An empty verb: not asked about that.</summary>
public sealed record ExtenderOptions
{
    /// <summary>What the verbs are appended to, with a slash between; also the extender's name in messages.</summary>
    public string UrlPrefix { get; init; } = "";

    public string FilterVerb { get; init; } = "";

    public string PreemptVerb { get; init; } = "";

    public string PrioritizeVerb { get; init; } = "";

    public string BindVerb { get; init; } = "";

    /// <summary>What its scores (0 to 10) are multiplied with; at least 1 where it prioritizes.</summary>
    public long Weight { get; init; }

    public bool EnableHttps { get; init; }

    /// <summary>Null where nothing is said about TLS.</summary>
    public ExtenderTlsOptions? Tls { get; init; }

    /// <summary>How long one call may take.</summary>
    public TimeSpan HttpTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>True: it knows the nodes and is sent names only.</summary>
    public bool NodeCacheCapable { get; init; }

    /// <summary>It is asked only about pods that request or limit one of these; empty: about all pods.</summary>
    public ManagedResource[] ManagedResources { get; init; } = [];

    /// <summary>True: scheduling goes on without it where it fails.</summary>
    public bool Ignorable { get; init; }
}

/// <summary>An extended resource of an extender. <paramref name="IgnoredByScheduler"/>: the scheduler itself does not check it.</summary>
public sealed record ManagedResource(string Name, bool IgnoredByScheduler);

/// <summary>TLS towards an extender. Data (PEM) takes precedence over the file of the same meaning.</summary>
public sealed record ExtenderTlsOptions
{
    /// <summary>True: the server's certificate is not checked.</summary>
    public bool Insecure { get; init; }

    /// <summary>The name that the server's certificate must carry; empty for the host of the URL.</summary>
    public string ServerName { get; init; } = "";

    public string CertFile { get; init; } = "";

    public string KeyFile { get; init; } = "";

    public string CaFile { get; init; } = "";

    public byte[] CertData { get; init; } = [];

    public byte[] KeyData { get; init; } = [];

    public byte[] CaData { get; init; } = [];
}
