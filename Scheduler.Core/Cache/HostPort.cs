using Scheduler.Core.Objects;

namespace Scheduler.Core.Cache;

/// <summary>A port of the host that a pod takes: address, protocol and number as they are compared (docs/semantics.md 3.5).</summary>
public readonly record struct HostPort(string Address, string Protocol, int Port)
{
    private const string AnyAddress = "0.0.0.0";

    /// <summary>True where both cannot be had on one node.</summary>
    public bool ConflictsWith(HostPort other) =>
        Port == other.Port
        && Protocol == other.Protocol
        && (Address == other.Address || Address == AnyAddress || other.Address == AnyAddress);

    /// <summary>The host ports of a pod: of restartable init containers, then of containers.</summary>
    public static HostPort[] Of(PodSpec spec)
    {
        List<HostPort>? ports = null;
        foreach (Container container in spec.InitContainers)
            if (container.IsRestartable) Collect(container, ref ports);
        foreach (Container container in spec.Containers) Collect(container, ref ports);
        return ports is null ? [] : [.. ports];
    }

    private static void Collect(Container container, ref List<HostPort>? ports)
    {
        foreach (ContainerPort port in container.Ports)
        {
            if (port.HostPort <= 0) continue;
            string address = port.HostIP.Length == 0 ? AnyAddress : port.HostIP;
            string protocol = port.Protocol.Length == 0 ? "TCP" : port.Protocol;
            (ports ??= []).Add(new(address, protocol, port.HostPort));
        }
    }
}
