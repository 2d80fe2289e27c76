using Scheduler.Core.Objects;

namespace Scheduler.Bench.Micro.NodeDeclaredFeatures;

/// <summary>A feature that half of the nodes declare.</summary>
public class NodeDeclaredFeaturesBench : FilterBench
{
    /// <inheritdoc/>
    protected override string Plugin => "NodeDeclaredFeatures";

    /// <inheritdoc/>
    protected override string Pod => """
        {"spec":{"hostNetwork":true,"hostUsers":false,"containers":[{"name":"app","image":"app:v1","resources":{"requests":{"cpu":"100m","memory":"500Mi"}}}]}}
        """;

    private protected override Node Adjust(Node node, int i) => node with { DeclaredFeatures = i % 2 == 0 ? ["UserNamespacesHostNetworkSupport"] : [] };
}
