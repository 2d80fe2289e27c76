namespace Scheduler.Core.Configuration;

/// <summary>How to talk to the API server.</summary>
public sealed record ClientConnectionOptions
{
    /// <summary>Path of a kubeconfig file; empty for the usual places.</summary>
    public string Kubeconfig { get; init; } = "";

    /// <summary>The Accept header; empty for the default.</summary>
    public string AcceptContentTypes { get; init; } = "";

    public string ContentType { get; init; } = "application/vnd.kubernetes.protobuf";

    /// <summary>Requests per second in the long run.</summary>
    public float Qps { get; init; } = 50;

    /// <summary>Requests that may be sent at once on top of <see cref="Qps"/>; at least 0.</summary>
    public int Burst { get; init; } = 100;
}
