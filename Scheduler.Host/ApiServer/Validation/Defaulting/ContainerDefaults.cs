using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Validation.Defaulting;

/// <summary>Containers of all three kinds: pull policy from the image's tag, ports, probes, handlers.</summary>
internal static class ContainerDefaults
{
    public static void Apply(JsonObject container)
    {
        foreach (JsonObject port in container["ports"].Objects())
            Fill.Text(port, "protocol", "TCP");
        foreach (JsonObject variable in container["env"].Objects())
        {
            if (variable.Object("valueFrom", "fieldRef") is { } fieldRef)
                Fill.Text(fieldRef, "apiVersion", "v1");
        }

        PodDefaults.RoundUp(container.Object("resources", "limits"));
        PodDefaults.RoundUp(container.Object("resources", "requests"));
        foreach (string probe in (ReadOnlySpan<string>)["livenessProbe", "readinessProbe", "startupProbe"])
            ApplyToProbe(container.Object(probe));
        foreach (string moment in (ReadOnlySpan<string>)["postStart", "preStop"])
            ApplyToHttpGet(container.Object("lifecycle", moment, "httpGet"));
        Fill.Text(container, "terminationMessagePath", "/dev/termination-log");
        Fill.Text(container, "terminationMessagePolicy", "File");
        Fill.Text(container, "imagePullPolicy", PullsAlways(container.Text("image") ?? "") ? "Always" : "IfNotPresent");
    }

    private static void ApplyToProbe(JsonObject? probe)
    {
        if (probe is null)
            return;
        ApplyToHttpGet(probe.Object("httpGet"));
        if (probe.Object("grpc") is { } grpc)
            Fill.AbsentText(grpc, "service", "");
        Fill.NonZero(probe, "timeoutSeconds", 1);
        Fill.NonZero(probe, "periodSeconds", 10);
        Fill.NonZero(probe, "successThreshold", 1);
        Fill.NonZero(probe, "failureThreshold", 3);
    }

    private static void ApplyToHttpGet(JsonObject? httpGet)
    {
        if (httpGet is null)
            return;
        Fill.Text(httpGet, "path", "/");
        Fill.Text(httpGet, "scheme", "HTTP");
    }

    /// <summary>The tag <c>latest</c>, said or implied, may move; a digest or another tag stays.</summary>
    private static bool PullsAlways(string image)
    {
        if (image.Contains('@'))
            return false;
        int colon = image.LastIndexOf(':');
        bool hasTag = colon > image.LastIndexOf('/');
        return !hasTag || image[(colon + 1)..] == "latest";
    }
}
