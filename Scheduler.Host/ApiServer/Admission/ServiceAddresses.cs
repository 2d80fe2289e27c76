using System.Globalization;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Errors;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.ApiServer.Verbs;

namespace Scheduler.Host.ApiServer.Admission;

/// <summary>
/// Gives services their cluster address and node ports, each to one service only. What was just handed out is remembered until it shows in the
/// store, so that two creations at once do not get the same; or for a while, if the creation came to nothing.
/// </summary>
public sealed class ServiceAddresses(ApiServices services) : IAdmission
{
    private static readonly TimeSpan PendingFor = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly Dictionary<string, DateTimeOffset> pending = [];

    public async ValueTask Admit(AdmissionRequest request, CancellationToken cancellation)
    {
        if (!ReferenceEquals(request.Resource, services.Catalog.Services) || request.Subresource is not null) return;
        if (request.Operation == AdmissionOperation.Delete)
        {
            await gate.WaitAsync(cancellation);
            foreach (var freed in Held(request.Document.ChildOrNew("spec"))) pending.Remove(freed);
            gate.Release();
            return;
        }
        var spec = request.Document.ChildOrNew("spec");
        if (request.Old is { } old) KeepAddresses(old.ChildOrNew("spec"), spec);
        if (spec.Text("type") == "ExternalName") return;

        await gate.WaitAsync(cancellation);
        try
        {
            var taken = await Taken(request, cancellation);
            SetAddress(request, spec, taken);
            SetNodePorts(request, spec, taken);
            foreach (var held in Held(spec)) pending[held] = services.Now + PendingFor;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>An update that leaves the address out means the one that is there.</summary>
    private static void KeepAddresses(JsonObject old, JsonObject spec)
    {
        if (spec.Text("type") == "ExternalName" || old.Text("type") == "ExternalName") return;
        foreach (var field in (string[])["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy", "healthCheckNodePort"])
            if (spec[field] is null || spec.Text(field) == "") Meta.CopyField(old, spec, field);
        if (spec.Text("type") is not ("NodePort" or "LoadBalancer")) return;
        foreach (var port in spec.Children("ports"))
        {
            if (port.Number("nodePort") is not (null or 0)) continue;
            var same = old.Children("ports").FirstOrDefault(one => one.Text("name") == port.Text("name") && one.Number("port") == port.Number("port"));
            if (same?.Number("nodePort") is { } number and not 0) port["nodePort"] = number;
        }
    }

    private async ValueTask<HashSet<string>> Taken(AdmissionRequest request, CancellationToken cancellation)
    {
        var taken = new HashSet<string>();
        foreach (var service in await services.Objects.All(services.Catalog.Services, null, cancellation))
        {
            var own = service.ObjectName() == request.Document.ObjectName() && service.Namespace() == request.Namespace;
            if (!own || request.Old is null) taken.UnionWith(Held(service.ChildOrNew("spec")));
        }
        foreach (var (held, until) in pending.ToArray())
            if (taken.Contains(held) || until <= services.Now) pending.Remove(held);
        taken.UnionWith(pending.Keys);
        return taken;
    }

    private static IEnumerable<string> Held(JsonObject spec)
    {
        foreach (var address in spec.Texts("clusterIPs").Where(address => address != "None")) yield return address;
        foreach (var port in spec.Children("ports"))
            if (port.Number("nodePort") is { } number and > 0) yield return PortKey(port, number);
    }

    private static string PortKey(JsonObject port, long number) => $"{port.Text("protocol") ?? "TCP"}:{number}";

    private void SetAddress(AdmissionRequest request, JsonObject spec, HashSet<string> taken)
    {
        var given = spec.Text("clusterIP") is { Length: > 0 } one ? one : spec.Texts("clusterIPs").FirstOrDefault();
        if (given is "None" && spec["ipFamilies"] is null) SetFamilies(spec);
        if (given is not null and not "None" && request.Old is null && taken.Contains(given))
            throw StatusErrors.Invalid("", "Service", request.Document.ObjectName(),
                [new StatusCause("FieldValueInvalid", $"Invalid value: [\"{given}\"]: failed to allocate IP {given}: provided IP is already allocated", "spec.clusterIPs")]);
        var address = given ?? FreeAddress(taken);
        spec["clusterIP"] = address;
        spec.SetTexts("clusterIPs", [address]);
        SetFamilies(spec);
    }

    private static void SetFamilies(JsonObject spec)
    {
        if (spec["ipFamilies"] is null) spec.SetTexts("ipFamilies", ["IPv4"]);
        spec["ipFamilyPolicy"] ??= "SingleStack";
    }

    private string FreeAddress(HashSet<string> taken)
    {
        var network = services.Options.ServiceNetwork.Split('/')[0].Split('.');
        for (var attempt = 0; attempt < 1 << 17; attempt++)
        {
            var host = services.Identifiers.Below((1 << 16) - 512) + 256;
            var address = string.Create(CultureInfo.InvariantCulture, $"{network[0]}.{network[1]}.{host >> 8}.{host & 255}");
            if (!taken.Contains(address)) return address;
        }
        throw StatusErrors.Internal("failed to allocate a serviceIP: range is full");
    }

    private void SetNodePorts(AdmissionRequest request, JsonObject spec, HashSet<string> taken)
    {
        if (spec.Text("type") is not ("NodePort" or "LoadBalancer")) return;
        var (first, last) = services.Options.NodePorts;
        foreach (var port in spec.Children("ports"))
        {
            if (port.Number("nodePort") is { } given and > 0)
            {
                if (given < first || given > last) throw BadPort(request, port, $"provided port is not in the valid range. The range of valid ports is {first}-{last}");
                if (taken.Contains(PortKey(port, given))) throw BadPort(request, port, "provided port is already allocated");
                continue;
            }
            long number;
            do number = first + services.Identifiers.Below(last - first + 1);
            while (!taken.Add(PortKey(port, number)));
            port["nodePort"] = number;
        }
    }

    private static ApiError BadPort(AdmissionRequest request, JsonObject port, string why) =>
        StatusErrors.Invalid("", "Service", request.Document.ObjectName(),
            [new StatusCause("FieldValueInvalid", $"Invalid value: {port.Number("nodePort")}: {why}", "spec.ports[0].nodePort")]);
}
