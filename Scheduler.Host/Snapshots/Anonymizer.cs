using System.Text.Json.Nodes;
using Scheduler.Core.Reading;
using Scheduler.Core.Writing;

namespace Scheduler.Host.Snapshots;

/// <summary>
/// Gives everything in a cluster another name, the same one everywhere, so that a replay decides as before. It works on what <see cref="ObjectWriter"/>
/// writes: only what scheduling reads is there at all, and every text in it is renamed unless it is a word of Kubernetes' own (<see cref="KubeWords"/>).
/// </summary>
internal sealed class Anonymizer
{
    private readonly NameBook names = new();

    /// <summary>Reads all names of a cluster, so that new ones can be handed out in their order.</summary>
    public Anonymizer(ClusterObjects objects)
    {
        foreach (var claim in objects.PersistentVolumeClaims) names.AddClaim(claim);
        foreach (var node in objects.Nodes) names.AddNode(node.Metadata.Name);
        foreach (var one in objects.All()) new NameWalk(names, JsonNode.Parse(ObjectWriter.ToJson(one))!.AsObject()).Run();
        names.HandOut();
    }

    /// <summary>Renames everything in an object, in place.</summary>
    public JsonObject Rename(JsonObject document)
    {
        new NameWalk(names, document).Run();
        return document;
    }
}
