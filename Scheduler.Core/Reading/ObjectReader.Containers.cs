using Scheduler.Core.Objects;

namespace Scheduler.Core.Reading;

/// <summary>Containers of a pod.</summary>
internal ref partial struct ObjectReader
{
    private Container[] Containers() =>
        Shared(intern.Containers, static (ref ObjectReader reader) => reader.ItemsHere(static (ref ObjectReader item) => item.ContainerHere())) ?? [];

    private Container ContainerHere()
    {
        BeginObject();
        string name = "", image = "", restartPolicy = "";
        ResourceRequirements? resources = null;
        ContainerPort[] ports = [];
        string[] ruleActions = [];
        while (NextField())
        {
            if (Is("name"u8)) name = Text();
            else if (Is("image"u8)) image = Text();
            else if (Is("resources"u8)) resources = RequirementsOrNull();
            else if (Is("ports"u8)) ports = Items(static (ref ObjectReader reader) => reader.PortHere()) ?? [];
            else if (Is("restartPolicy"u8)) restartPolicy = Text();
            else if (Is("restartPolicyRules"u8)) ruleActions = Items(static (ref ObjectReader reader) => reader.RuleActionHere()) ?? [];
            else SkipValue();
        }

        return new()
        {
            Name = name,
            Image = image,
            Resources = resources ?? ResourceRequirements.Empty,
            Ports = ports,
            RestartPolicy = restartPolicy,
            RestartPolicyRuleActions = ruleActions,
        };
    }

    private ContainerPort PortHere()
    {
        BeginObject();
        int hostPort = 0, port = 0;
        string protocol = "", hostIP = "", name = "";
        while (NextField())
        {
            if (Is("hostPort"u8)) hostPort = Int32();
            else if (Is("containerPort"u8)) port = Int32();
            else if (Is("protocol"u8)) protocol = Text();
            else if (Is("hostIP"u8)) hostIP = Text();
            else if (Is("name"u8)) name = Text();
            else SkipValue();
        }

        return new(hostPort, port, protocol, hostIP, name);
    }

    /// <summary>The action of a restart rule.</summary>
    private string RuleActionHere()
    {
        BeginObject();
        string action = "";
        while (NextField())
        {
            if (Is("action"u8)) action = Text();
            else SkipValue();
        }

        return action;
    }
}
