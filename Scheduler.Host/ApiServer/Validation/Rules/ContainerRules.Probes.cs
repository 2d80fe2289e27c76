using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Validation.Rules;

internal static partial class ContainerRules
{
    private static readonly string[] ProbeNames = ["livenessProbe", "readinessProbe", "startupProbe"];
    private static readonly string[] Handlers = ["exec", "httpGet", "tcpSocket", "grpc"];

    private static void Probes(JsonObject container, bool isSidecarOrMain, FieldPath path, Problems problems)
    {
        foreach (string name in ProbeNames)
        {
            if (container.Object(name) is not { } probe)
                continue;
            if (!isSidecarOrMain)
                problems.Forbidden(path.Child(name), "may not be set for init containers without restartPolicy=Always");
            else
                Probe(probe, name, path.Child(name), problems);
        }

        foreach (string moment in (ReadOnlySpan<string>)["postStart", "preStop"])
        {
            if (container.Object("lifecycle", moment) is { } handler)
                Handler(handler, ["exec", "httpGet", "tcpSocket", "sleep"], path.Child("lifecycle", moment), problems);
        }
    }

    private static void Ephemeral(JsonObject container, FieldPath path, Problems problems)
    {
        foreach (string name in (ReadOnlySpan<string>)["ports", "livenessProbe", "readinessProbe", "startupProbe", "lifecycle"])
        {
            if (container[name] is not null)
                problems.Forbidden(path.Child(name), "cannot be set for an Ephemeral Container");
        }
    }

    private static void Probe(JsonObject probe, string name, FieldPath path, Problems problems)
    {
        Handler(probe, Handlers, path, problems);
        foreach (string number in (ReadOnlySpan<string>)["initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold"])
            problems.NonNegative(path.Child(number), probe[number]);
        if (name != "readinessProbe" && probe.Int("successThreshold") is not (null or 1))
            problems.Invalid(path.Child("successThreshold"), probe["successThreshold"], "must be 1");
        if (probe.Int("terminationGracePeriodSeconds") is <= 0)
            problems.Invalid(path.Child("terminationGracePeriodSeconds"), probe["terminationGracePeriodSeconds"], "must be greater than 0");
    }

    private static void Handler(JsonObject holder, string[] kinds, FieldPath path, Problems problems)
    {
        string? first = null;
        foreach (string kind in kinds)
        {
            if (holder[kind] is not JsonObject action)
                continue;
            if (first is not null)
            {
                problems.Forbidden(path.Child(kind), "may not specify more than 1 handler type");
                continue;
            }

            first = kind;
            Action(kind, action, path.Child(kind), problems);
        }

        if (first is null)
            problems.Required(path, "must specify a handler type");
    }

    private static void Action(string kind, JsonObject action, FieldPath path, Problems problems)
    {
        switch (kind)
        {
            case "exec":
                if (action["command"] is not JsonArray { Count: > 0 })
                    problems.Required(path.Child("command"));
                break;
            case "httpGet":
                problems.HasText(path.Child("path"), action["path"]);
                Port(action["port"], path.Child("port"), problems);
                problems.OneOf(path.Child("scheme"), action["scheme"], "HTTP", "HTTPS");
                break;
            case "tcpSocket" or "grpc":
                Port(action["port"], path.Child("port"), problems);
                break;
        }
    }

    private static void Port(JsonNode? port, FieldPath path, Problems problems)
    {
        if (port.Text() is { } name)
            problems.Invalid(path, name, Names.PortNameProblems(name));
        else if (port.Int() is null or < 1 or > 65535)
            problems.Invalid(path, port.Int() ?? 0, Problems.PortRange);
    }
}
