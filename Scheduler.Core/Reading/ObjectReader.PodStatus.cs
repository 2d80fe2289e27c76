using Scheduler.Core.Objects;

namespace Scheduler.Core.Reading;

/// <summary>The status of pods.</summary>
internal ref partial struct ObjectReader
{
    private PodStatus PodStatusHere()
    {
        BeginObject();
        string phase = "", reason = "", nominatedNode = "";
        DateTimeOffset? startTime = null;
        PodCondition[] conditions = [];
        ContainerStatus[] containers = [], initContainers = [];
        ResourceRequirements? resources = null;
        ResourceList allocated = ResourceList.Empty;
        KeyValuePair<string, string?>[] claims = [];
        while (NextField())
        {
            if (Is("phase"u8)) phase = Text();
            else if (Is("reason"u8)) reason = Text();
            else if (Is("nominatedNodeName"u8)) nominatedNode = Text();
            else if (Is("startTime"u8)) startTime = TimeOrNull();
            else if (Is("conditions"u8)) conditions = intern.Conditions.Share(Items(static (ref ObjectReader reader) => reader.PodConditionHere()) ?? []);
            else if (Is("containerStatuses"u8)) containers = Items(static (ref ObjectReader reader) => reader.ContainerStatusHere()) ?? [];
            else if (Is("initContainerStatuses"u8)) initContainers = Items(static (ref ObjectReader reader) => reader.ContainerStatusHere()) ?? [];
            else if (Is("resources"u8)) resources = RequirementsOrNull();
            else if (Is("allocatedResources"u8)) allocated = Resources();
            else if (Is("resourceClaimStatuses"u8)) claims = Items(static (ref ObjectReader reader) => reader.ClaimStatusHere()) ?? [];
            else SkipValue();
        }

        return intern.Statuses.Share(new()
        {
            Phase = phase,
            Reason = reason,
            NominatedNodeName = nominatedNode,
            StartTime = startTime,
            Conditions = conditions,
            ContainerStatuses = containers,
            InitContainerStatuses = initContainers,
            Resources = resources,
            AllocatedResources = allocated,
            ResourceClaimStatuses = claims,
        });
    }

    private PodCondition PodConditionHere()
    {
        BeginObject();
        string type = "", status = "", reason = "", message = "";
        DateTimeOffset? lastTransition = null;
        while (NextField())
        {
            if (Is("type"u8)) type = Text();
            else if (Is("status"u8)) status = Text();
            else if (Is("reason"u8)) reason = Text();
            else if (Is("message"u8)) message = UniqueText();
            else if (Is("lastTransitionTime"u8)) lastTransition = TimeOrNull();
            else SkipValue();
        }

        return new(type, status, reason, message, lastTransition);
    }

    private ContainerStatus ContainerStatusHere()
    {
        BeginObject();
        string name = "";
        ResourceList allocated = ResourceList.Empty;
        ResourceRequirements? resources = null;
        while (NextField())
        {
            if (Is("name"u8)) name = Text();
            else if (Is("allocatedResources"u8)) allocated = Resources();
            else if (Is("resources"u8)) resources = RequirementsOrNull();
            else SkipValue();
        }

        return new() { Name = name, AllocatedResources = allocated, Resources = resources };
    }

    private KeyValuePair<string, string?> ClaimStatusHere()
    {
        BeginObject();
        string name = "";
        string? claim = null;
        while (NextField())
        {
            if (Is("name"u8)) name = Text();
            else if (Is("resourceClaimName"u8)) claim = TextOrNull();
            else SkipValue();
        }

        return new(name, claim);
    }
}
