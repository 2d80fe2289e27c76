using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Storage;

namespace Scheduler.Host.ApiServer.Strategies;

/// <summary>A new volume is Pending, since its creation, until the binder has looked at it.</summary>
public sealed class PersistentVolumeStrategy : ResourceStrategy
{
    public override void PrepareCreate(JsonObject document) => document["status"] = new JsonObject
    {
        ["phase"] = "Pending",
        ["lastPhaseTransitionTime"] = document.Metadata().Text("creationTimestamp"),
    };
}
