using Scheduler.Core.Objects;

namespace Scheduler.Core.Reading;

/// <summary>Pods: metadata, spec and what belongs to the spec itself.</summary>
internal ref partial struct ObjectReader
{
    private Pod PodHere()
    {
        BeginObject();
        ObjectMeta? metadata = null;
        PodSpec? spec = null;
        PodStatus? status = null;
        while (NextField())
        {
            if (Is("metadata"u8)) metadata = Metadata();
            else if (Is("spec"u8)) spec = Object(static (ref ObjectReader reader) => reader.PodSpecHere());
            else if (Is("status"u8)) status = Object(static (ref ObjectReader reader) => reader.PodStatusHere());
            else SkipValue();
        }

        return new() { Metadata = metadata ?? new(), Spec = spec ?? PodSpec.Empty, Status = status ?? PodStatus.Empty };
    }

    private PodSpec PodSpecHere()
    {
        BeginObject();
        string nodeName = "", schedulerName = "", priorityClass = "", preemptionPolicy = "", runtimeClass = "", serviceAccount = "";
        int? priority = null;
        StringMap? nodeSelector = null;
        Affinity? affinity = null;
        Toleration[] tolerations = [];
        TopologySpreadConstraint[] spreads = [];
        Container[] containers = [], initContainers = [];
        ResourceList overhead = ResourceList.Empty;
        ResourceRequirements? resources = null;
        string[] gates = [];
        Volume[] volumes = [];
        PodResourceClaim[] claims = [];
        bool isOnHostNetwork = false;
        bool? hostUsers = null;
        long? gracePeriodSeconds = null;
        while (NextField())
        {
            if (Is("nodeName"u8)) nodeName = Text();
            else if (Is("schedulerName"u8)) schedulerName = Text();
            else if (Is("priority"u8)) priority = Int32OrNull();
            else if (Is("priorityClassName"u8)) priorityClass = Text();
            else if (Is("preemptionPolicy"u8)) preemptionPolicy = Text();
            else if (Is("nodeSelector"u8)) nodeSelector = MapOrNull();
            else if (Is("affinity"u8)) affinity = AffinityOrNull();
            else if (Is("tolerations"u8)) tolerations = Tolerations();
            else if (Is("topologySpreadConstraints"u8)) spreads = Spreads();
            else if (Is("containers"u8)) containers = Containers();
            else if (Is("initContainers"u8)) initContainers = Containers();
            else if (Is("overhead"u8)) overhead = Resources();
            else if (Is("resources"u8)) resources = RequirementsOrNull();
            else if (Is("schedulingGates"u8)) gates = Items(static (ref ObjectReader reader) => reader.GateHere()) ?? [];
            else if (Is("volumes"u8)) volumes = VolumesHere();
            else if (Is("resourceClaims"u8)) claims = Items(static (ref ObjectReader reader) => reader.PodClaimHere()) ?? [];
            else if (Is("hostNetwork"u8)) isOnHostNetwork = Flag();
            else if (Is("hostUsers"u8)) hostUsers = FlagOrNull();
            else if (Is("terminationGracePeriodSeconds"u8)) gracePeriodSeconds = Int64OrNull();
            else if (Is("runtimeClassName"u8)) runtimeClass = Text();
            else if (Is("serviceAccountName"u8)) serviceAccount = Text();
            else SkipValue();
        }

        PodSpec read = new()
        {
            NodeName = nodeName,
            SchedulerName = schedulerName,
            Priority = priority,
            PriorityClassName = priorityClass,
            PreemptionPolicy = preemptionPolicy,
            NodeSelector = nodeSelector,
            Affinity = affinity,
            Tolerations = tolerations,
            TopologySpreadConstraints = spreads,
            Containers = containers,
            InitContainers = initContainers,
            Overhead = overhead,
            Resources = resources,
            SchedulingGates = gates,
            Volumes = volumes,
            ResourceClaims = claims,
            HostNetwork = isOnHostNetwork,
            HostUsers = hostUsers,
            TerminationGracePeriodSeconds = gracePeriodSeconds,
            RuntimeClassName = runtimeClass,
            ServiceAccountName = serviceAccount,
        };
        return nodeName.Length == 0 ? intern.Specs.Share(read) : read;
    }

    private Toleration[] Tolerations() =>
        Shared(intern.Tolerations, static (ref ObjectReader reader) => reader.ItemsHere(static (ref ObjectReader item) => item.TolerationHere())) ?? [];

    private Toleration TolerationHere()
    {
        BeginObject();
        string key = "", op = "", value = "", effect = "";
        long? seconds = null;
        while (NextField())
        {
            if (Is("key"u8)) key = Text();
            else if (Is("operator"u8)) op = Text();
            else if (Is("value"u8)) value = Text();
            else if (Is("effect"u8)) effect = Text();
            else if (Is("tolerationSeconds"u8)) seconds = Int64OrNull();
            else SkipValue();
        }

        return new(key, op, value, effect, seconds);
    }

    /// <summary>The name of a scheduling gate.</summary>
    private string GateHere()
    {
        BeginObject();
        string name = "";
        while (NextField())
        {
            if (Is("name"u8)) name = Text();
            else SkipValue();
        }

        return name;
    }

    private PodResourceClaim PodClaimHere()
    {
        BeginObject();
        string name = "";
        string? claim = null, template = null;
        while (NextField())
        {
            if (Is("name"u8)) name = Text();
            else if (Is("resourceClaimName"u8)) claim = TextOrNull();
            else if (Is("resourceClaimTemplateName"u8)) template = TextOrNull();
            else SkipValue();
        }

        return new(name, claim, template);
    }
}
