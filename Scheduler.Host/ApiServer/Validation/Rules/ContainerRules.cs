using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Validation.Rules;

/// <summary>Containers, init containers and ephemeral containers of one pod: names are shared, host ports must not collide.</summary>
internal static partial class ContainerRules
{
    public static void All(JsonObject spec, HashSet<string> volumes, FieldPath path, Problems problems)
    {
        var names = new HashSet<string>();
        var hostPorts = new HashSet<string>();
        if (spec["containers"] is not JsonArray { Count: > 0 })
            problems.Required(path.Child("containers"));
        foreach (string list in (ReadOnlySpan<string>)["containers", "initContainers", "ephemeralContainers"])
        {
            int i = 0;
            foreach (JsonObject container in spec[list].Objects())
            {
                FieldPath at = path.Child(list).Index(i++);
                Common(container, names, volumes, at, problems);
                HostPorts(container, spec.Bool("hostNetwork") == true, hostPorts, at, problems);
                if (list == "ephemeralContainers")
                    Ephemeral(container, at, problems);
                else
                    Probes(container, isSidecarOrMain: list == "containers" || container.Text("restartPolicy") == "Always", at, problems);
            }
        }
    }

    private static void Common(JsonObject container, HashSet<string> names, HashSet<string> volumes, FieldPath path, Problems problems)
    {
        string name = container.Text("name") ?? "", image = container.Text("image") ?? "";
        if (problems.HasText(path.Child("name"), container["name"]))
        {
            problems.Invalid(path.Child("name"), name, Names.Dns1123LabelProblems(name));
            if (!names.Add(name))
                problems.Duplicate(path.Child("name"), name);
        }

        if (problems.HasText(path.Child("image"), container["image"]) && image.Trim().Length != image.Length)
            problems.Invalid(path.Child("image"), image, "must not have leading or trailing whitespace");
        problems.OneOf(path.Child("terminationMessagePolicy"), container["terminationMessagePolicy"], "FallbackToLogsOnError", "File");
        Ports(container, path.Child("ports"), problems);
        Environment(container, path.Child("env"), problems);
        EnvironmentSources(container, path.Child("envFrom"), problems);
        VolumeRules.Mounts(container, volumes, path, problems);
        problems.OneOf(path.Child("imagePullPolicy"), container["imagePullPolicy"], "Always", "IfNotPresent", "Never");
        ResourceRules.Container(container.Object("resources"), path.Child("resources"), problems);
    }

    private static void Ports(JsonObject container, FieldPath path, Problems problems)
    {
        var names = new HashSet<string>();
        int i = 0;
        foreach (JsonObject port in container["ports"].Objects())
        {
            FieldPath at = path.Index(i++);
            if (port.Text("name") is { Length: > 0 } name)
            {
                problems.Invalid(at.Child("name"), name, Names.PortNameProblems(name));
                if (!names.Add(name))
                    problems.Duplicate(at.Child("name"), name);
            }

            if (port.Int("containerPort") is null or 0)
                problems.Required(at.Child("containerPort"));
            else if (port.Int("containerPort") is < 1 or > 65535)
                problems.Invalid(at.Child("containerPort"), port["containerPort"], Problems.PortRange);
            if (port.Int("hostPort") is < 0 or > 65535)
                problems.Invalid(at.Child("hostPort"), port["hostPort"], Problems.PortRange);
            problems.OneOf(at.Child("protocol"), port["protocol"], "SCTP", "TCP", "UDP");
        }
    }

    private static void HostPorts(JsonObject container, bool onHostNetwork, HashSet<string> seen, FieldPath path, Problems problems)
    {
        int i = 0;
        foreach (JsonObject port in container["ports"].Objects())
        {
            if (onHostNetwork && port.Int("hostPort") is > 0 and var hostPort && hostPort != port.Int("containerPort"))
                problems.Invalid(path.Child("ports").Index(i).Child("containerPort"), port["containerPort"], "must match `hostPort` when `hostNetwork` is true");
            string identity = $"{port.Text("protocol")}/{port.Text("hostIP")}/{port.Int("hostPort")}";
            if (port.Int("hostPort") is > 0 && !seen.Add(identity))
                problems.Duplicate(path.Child("ports").Index(i).Child("hostPort"), identity);
            i++;
        }
    }

    private static void Environment(JsonObject container, FieldPath path, Problems problems)
    {
        int i = 0;
        foreach (JsonObject variable in container["env"].Objects())
        {
            FieldPath at = path.Index(i++);
            string name = variable.Text("name") ?? "";
            if (problems.HasText(at.Child("name"), variable["name"]))
                problems.Invalid(at.Child("name"), name, Names.EnvVarNameProblems(name));
            if (variable.Object("valueFrom") is { } source)
                ValueFrom(variable, source, at.Child("valueFrom"), problems);
        }
    }

    private static void ValueFrom(JsonObject variable, JsonObject source, FieldPath path, Problems problems)
    {
        int sources = source.Count;
        if (sources == 0)
            problems.Invalid(path, "", "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`");
        else if (!string.IsNullOrEmpty(variable.Text("value")))
            problems.Invalid(path, "", "may not be specified when `value` is not empty");
        else if (sources > 1)
            problems.Invalid(path, "", "may not have more than one field specified at a time");
        if (source.Object("fieldRef") is { } fieldRef)
            FieldRef(fieldRef, path.Child("fieldRef"), problems);
        foreach (string kind in (ReadOnlySpan<string>)["configMapKeyRef", "secretKeyRef"])
        {
            if (source.Object(kind) is not { } reference)
                continue;
            problems.HasText(path.Child(kind, "name"), reference["name"]);
            if (problems.HasText(path.Child(kind, "key"), reference["key"]))
                problems.Invalid(path.Child(kind, "key"), reference.Text("key")!, Names.ConfigKeyProblems(reference.Text("key")!));
        }
    }

    private static void FieldRef(JsonObject fieldRef, FieldPath path, Problems problems)
    {
        string field = fieldRef.Text("fieldPath") ?? "";
        if (!problems.HasText(path.Child("fieldPath"), fieldRef["fieldPath"]))
            return;
        bool isSubscript = (field.StartsWith("metadata.annotations['", StringComparison.Ordinal) || field.StartsWith("metadata.labels['", StringComparison.Ordinal))
            && field.EndsWith("']", StringComparison.Ordinal);
        string[] known = ["metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs"];
        if (!isSubscript && !known.Contains(field))
            problems.NotSupported(path.Child("fieldPath"), field, known);
    }

    private static void EnvironmentSources(JsonObject container, FieldPath path, Problems problems)
    {
        int i = 0;
        foreach (JsonObject source in container["envFrom"].Objects())
        {
            FieldPath at = path.Index(i++);
            JsonObject? reference = source.Object("configMapRef") ?? source.Object("secretRef");
            if (reference is null)
                problems.Invalid(at, "", "must specify one of: `configMapRef` or `secretRef`");
            else
                problems.HasText(at.Child(source["configMapRef"] is null ? "secretRef" : "configMapRef", "name"), reference["name"]);
        }
    }
}
