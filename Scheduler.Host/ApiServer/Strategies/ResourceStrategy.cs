using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Storage;

namespace Scheduler.Host.ApiServer.Strategies;

/// <summary>
/// What is particular to a kind when it is written: what a new object's status is, what an update may not touch, how it is deleted. Pure
/// functions over documents; most kinds need none of their own.
/// </summary>
public class ResourceStrategy
{
    /// <summary><c>metadata.generation</c> counts the changes of everything but metadata and status.</summary>
    public bool CountsGenerations { get; init; }

    /// <summary>A delete answers with the object that is gone, not with a Status.</summary>
    public bool ReturnsDeleted { get; init; }

    /// <summary>A PUT without resource version overwrites whatever is there.</summary>
    public bool UnconditionalUpdate { get; init; } = true;

    /// <summary>A PUT of a name that does not exist creates it.</summary>
    public bool CreatesOnUpdate { get; init; }

    /// <summary>A new object keeps the status that it came with.</summary>
    public bool KeepsStatus { get; init; }

    /// <summary>The status of a new object, or null for kinds without one.</summary>
    public Func<JsonObject>? FirstStatus { get; init; }

    /// <summary>A write of the status leaves the labels as they are.</summary>
    public bool StatusKeepsLabels { get; init; }

    /// <summary>Brings a new object into the form in which it begins its life. The uid is set already.</summary>
    public virtual void PrepareCreate(JsonObject document)
    {
        if (!KeepsStatus && FirstStatus is { } first) document["status"] = first();
    }

    /// <summary>Takes back what a write of the object itself may not change. Objects with a status subresource keep their old status.</summary>
    public virtual void PrepareUpdate(ServedResource resource, JsonObject old, JsonObject document)
    {
        if (resource.HasStatus) Meta.CopyField(old, document, "status");
    }

    /// <summary>Takes back everything that a write of the status may not change.</summary>
    public virtual void PrepareStatusUpdate(JsonObject old, JsonObject document)
    {
        foreach (var (name, _) in document.ToList())
            if (name is not ("kind" or "apiVersion" or "metadata" or "status")) document.Remove(name);
        foreach (var (name, value) in old)
            if (name is not ("kind" or "apiVersion" or "metadata" or "status")) document[name] = value?.DeepClone();
        if (StatusKeepsLabels) Meta.CopyField(old.Metadata(), document.Metadata(), "labels");
        foreach (var name in (string[])["ownerReferences", "finalizers", "deletionTimestamp", "deletionGracePeriodSeconds"])
            Meta.CopyField(old.Metadata(), document.Metadata(), name);
    }

    /// <summary>Whether anything that a generation counts differs.</summary>
    public virtual bool SpecChanged(JsonObject old, JsonObject document)
    {
        var before = old.Where(pair => Counted(pair.Key)).ToDictionary(pair => pair.Key, pair => pair.Value);
        var after = document.Where(pair => Counted(pair.Key)).ToList();
        return before.Count != after.Count || after.Any(pair => !before.TryGetValue(pair.Key, out var was) || !JsonNode.DeepEquals(was, pair.Value));
    }

    private static bool Counted(string field) => field is not ("kind" or "apiVersion" or "metadata" or "status");

    /// <summary>How many seconds a deletion waits: 0 means now. <paramref name="asked"/> is what the client wants, null what is usual.</summary>
    public virtual long GraceSeconds(JsonObject document, long? asked) => 0;

    /// <summary>Objects of this kind linger between deletion and end, even without finalizers.</summary>
    public virtual bool Graceful => false;
}
