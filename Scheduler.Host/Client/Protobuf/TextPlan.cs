using System.Collections.Concurrent;
using System.Text.Json;
using Scheduler.Host.ApiServer.Protobuf;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.Client.Protobuf;

/// <summary>How a type is turned from protobuf to text: per field number its name, or that nobody reads it.</summary>
internal sealed class TextPlan
{
    /// <summary>Fields that no reader of <c>Core/Reading</c> looks at, and that are large or many. (What all plugins together read is tested: leaving them out changes no record.)</summary>
    private static readonly HashSet<string> Unread =
    [
        "managedFields", "env", "envFrom", "command", "args", "volumeMounts", "volumeDevices", "livenessProbe", "readinessProbe", "startupProbe", "lifecycle",
        "securityContext", "terminationMessagePath", "terminationMessagePolicy", "imagePullPolicy", "imagePullSecrets", "dnsPolicy", "dnsConfig", "hostAliases",
        "enableServiceLinks", "podIP", "podIPs", "hostIPs", "qosClass", "ephemeralContainers", "ephemeralContainerStatuses", "state", "lastState", "imageID",
        "containerID", "nodeInfo", "addresses", "daemonEndpoints", "volumesInUse", "volumesAttached", "template", "readinessGates", "finalizers",
    ];

    private static readonly ConcurrentDictionary<ApiType, TextPlan> Plans = new();

    private readonly Entry[] byNumber;

    private TextPlan(WirePlan plan)
    {
        byNumber = new Entry[plan.Entries.Count == 0 ? 1 : plan.Entries[^1].Number + 1];
        foreach (var entry in plan.Entries)
        {
            byNumber[entry.Number] = entry.Inline is { } inline ? new(default, null, new TextPlan(inline))
                : Unread.Contains(entry.Field!.Name) ? default : new(JsonEncodedText.Encode(entry.Field.Name), entry.Field, null);
        }
    }

    /// <summary>A field to write, or an embedded message whose fields belong to the same object; neither: to be passed over.</summary>
    internal readonly record struct Entry(JsonEncodedText Name, ApiField? Field, TextPlan? Inline);

    /// <summary>Field numbers are below this.</summary>
    public int Count => byNumber.Length;

    public static TextPlan For(ApiType type) => Plans.GetOrAdd(type, static one => new TextPlan(WirePlan.For(one)));

    public Entry Find(int number) => number < byNumber.Length ? byNumber[number] : default;
}
