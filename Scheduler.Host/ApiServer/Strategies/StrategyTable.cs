using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Storage;

namespace Scheduler.Host.ApiServer.Strategies;

/// <summary>The strategy of each kind, in one visible list. A kind that is not in it has nothing particular.</summary>
public static class StrategyTable
{
    private static readonly ResourceStrategy Plain = new();

    private static readonly FrozenDictionary<string, ResourceStrategy> ByResource = new Dictionary<string, ResourceStrategy>
    {
        ["pods"] = new PodStrategy(),
        ["namespaces"] = new NamespaceStrategy { ReturnsDeleted = true },
        // Nodes report their own status when they register.
        ["nodes"] = new ResourceStrategy { KeepsStatus = true },
        ["services"] = new ResourceStrategy { ReturnsDeleted = true, CreatesOnUpdate = true, FirstStatus = () => new JsonObject { ["loadBalancer"] = new JsonObject() } },
        ["serviceaccounts"] = new ResourceStrategy { ReturnsDeleted = true },
        ["podtemplates"] = new ResourceStrategy { ReturnsDeleted = true },
        ["resourcequotas"] = new ResourceStrategy { ReturnsDeleted = true, FirstStatus = Empty },
        ["persistentvolumes"] = new PersistentVolumeStrategy { ReturnsDeleted = true },
        ["persistentvolumeclaims"] = new ResourceStrategy { ReturnsDeleted = true, FirstStatus = () => new JsonObject { ["phase"] = "Pending" } },
        ["events"] = new ResourceStrategy { CreatesOnUpdate = true },
        ["endpoints"] = new ResourceStrategy { CreatesOnUpdate = true },
        ["leases"] = new ResourceStrategy { CreatesOnUpdate = true, UnconditionalUpdate = false },
        ["limitranges"] = new ResourceStrategy { CreatesOnUpdate = true },

        ["deployments"] = new ResourceStrategy { CountsGenerations = true, StatusKeepsLabels = true, FirstStatus = Empty },
        ["replicasets"] = new ResourceStrategy { CountsGenerations = true, FirstStatus = () => new JsonObject { ["replicas"] = 0 } },
        ["replicationcontrollers"] = new ResourceStrategy { CountsGenerations = true, FirstStatus = () => new JsonObject { ["replicas"] = 0 } },
        ["statefulsets"] = new ResourceStrategy
        {
            CountsGenerations = true,
            FirstStatus = () => new JsonObject { ["replicas"] = 0, ["availableReplicas"] = 0 },
        },
        ["daemonsets"] = new DaemonSetStrategy
        {
            CountsGenerations = true,
            FirstStatus = () => new JsonObject
            {
                ["currentNumberScheduled"] = 0,
                ["numberMisscheduled"] = 0,
                ["desiredNumberScheduled"] = 0,
                ["numberReady"] = 0,
            },
        },
        ["jobs"] = new JobStrategy { CountsGenerations = true, FirstStatus = Empty },
        ["cronjobs"] = new ResourceStrategy { CountsGenerations = true, FirstStatus = Empty },
        ["horizontalpodautoscalers"] = new ResourceStrategy { FirstStatus = () => new JsonObject { ["desiredReplicas"] = 0, ["currentMetrics"] = null } },
        ["poddisruptionbudgets"] = new ResourceStrategy
        {
            CountsGenerations = true,
            UnconditionalUpdate = false,
            FirstStatus = () => new JsonObject { ["disruptionsAllowed"] = 0, ["currentHealthy"] = 0, ["desiredHealthy"] = 0, ["expectedPods"] = 0 },
        },

        ["ingresses"] = new ResourceStrategy { CountsGenerations = true, FirstStatus = () => new JsonObject { ["loadBalancer"] = new JsonObject() } },
        ["ingressclasses"] = new ResourceStrategy { CountsGenerations = true },
        ["networkpolicies"] = new ResourceStrategy { CountsGenerations = true },
        ["servicecidrs"] = new ResourceStrategy { FirstStatus = Empty },
        ["endpointslices"] = new ResourceStrategy { CountsGenerations = true },

        ["storageclasses"] = new ResourceStrategy { ReturnsDeleted = true },
        ["csinodes"] = new ResourceStrategy { ReturnsDeleted = true, UnconditionalUpdate = false },
        ["csidrivers"] = new ResourceStrategy { ReturnsDeleted = true, CountsGenerations = true, UnconditionalUpdate = false },
        ["csistoragecapacities"] = new ResourceStrategy { ReturnsDeleted = true, UnconditionalUpdate = false },
        ["volumeattachments"] = new ResourceStrategy { ReturnsDeleted = true, UnconditionalUpdate = false, FirstStatus = () => new JsonObject { ["attached"] = false } },
        ["volumeattributesclasses"] = new ResourceStrategy { ReturnsDeleted = true },

        ["resourceclaims"] = new ResourceStrategy { ReturnsDeleted = true, FirstStatus = Empty },
        ["resourceclaimtemplates"] = new ResourceStrategy { ReturnsDeleted = true },
        ["deviceclasses"] = new ResourceStrategy { ReturnsDeleted = true, CountsGenerations = true },
        ["resourceslices"] = new ResourceStrategy { ReturnsDeleted = true, CountsGenerations = true },

        ["runtimeclasses"] = new ResourceStrategy { CreatesOnUpdate = true, UnconditionalUpdate = false },
        ["roles"] = new ResourceStrategy { CreatesOnUpdate = true },
        ["rolebindings"] = new ResourceStrategy { CreatesOnUpdate = true },
        ["clusterroles"] = new ResourceStrategy { CreatesOnUpdate = true },
        ["clusterrolebindings"] = new ResourceStrategy { CreatesOnUpdate = true },

        ["priorityclasses"] = new ResourceStrategy { CountsGenerations = true },
        ["flowschemas"] = new ResourceStrategy { CountsGenerations = true, FirstStatus = Empty },
        ["prioritylevelconfigurations"] = new ResourceStrategy { CountsGenerations = true, FirstStatus = Empty },
        ["certificatesigningrequests"] = new ResourceStrategy { FirstStatus = Empty },
        ["apiservices"] = new ResourceStrategy { UnconditionalUpdate = false, FirstStatus = Empty },
        ["customresourcedefinitions"] = new ResourceStrategy { CountsGenerations = true, UnconditionalUpdate = false, ReturnsDeleted = true },
        ["mutatingwebhookconfigurations"] = new ResourceStrategy { CountsGenerations = true, UnconditionalUpdate = false },
        ["validatingwebhookconfigurations"] = new ResourceStrategy { CountsGenerations = true, UnconditionalUpdate = false },
        ["mutatingadmissionpolicies"] = new ResourceStrategy { CountsGenerations = true, UnconditionalUpdate = false },
        ["mutatingadmissionpolicybindings"] = new ResourceStrategy { CountsGenerations = true, UnconditionalUpdate = false },
        ["validatingadmissionpolicies"] = new ResourceStrategy { CountsGenerations = true, UnconditionalUpdate = false, FirstStatus = Empty },
        ["validatingadmissionpolicybindings"] = new ResourceStrategy { CountsGenerations = true, UnconditionalUpdate = false },
    }.ToFrozenDictionary();

    public static ResourceStrategy Of(ServedResource resource) => ByResource.GetValueOrDefault(resource.Name, Plain);

    private static JsonObject Empty() => [];
}
