using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Selectors;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;

namespace Scheduler.Host.Controllers.Workloads;

/// <summary>
/// Keeps ownership and labels in step: what an owner controls and its selector no longer selects is let go; what it selects and nobody controls becomes
/// its own.
/// </summary>
public sealed class Adoption(ClusterView view, ApiResource ownerKind, ApiResource kind)
{
    /// <summary>Settles who controls what. An owner that is being deleted neither takes nor gives.</summary>
    public async Task Settle(JsonObject owner, CancellationToken cancellation)
    {
        if (owner.IsTerminating()) return;
        var selector = SelectorOf(owner);
        foreach (var one in view.Mirror.ControlledBy(owner.Uid(), kind).Where(one => !selector.Matches(one)))
            await Release(owner, one, cancellation).ConfigureAwait(false);
        var free = view.Mirror.Uncontrolled(kind, owner.Namespace()).Where(one => !one.IsTerminating() && selector.Matches(one)).ToList();
        if (free.Count == 0 || !await IsStillThere(owner, cancellation).ConfigureAwait(false)) return;
        foreach (var one in free)
            await view.Patch(kind, one, new JsonObject { ["metadata"] = new JsonObject { ["ownerReferences"] = new JsonArray(Owners.Controller(ownerKind, owner)) } }, null, cancellation).ConfigureAwait(false);
    }

    /// <summary>The owners that would take an object that nobody controls.</summary>
    public IEnumerable<string> WouldTake(JsonObject free) =>
        view.Mirror.All(ownerKind).Where(owner => owner.Namespace() == free.Namespace() && !owner.IsTerminating() && SelectorOf(owner).Matches(free)).Select(owner => owner.Key());

    /// <summary>An empty selector selects nothing here: it would take everything there is.</summary>
    private static LabelSelector SelectorOf(JsonObject owner)
    {
        var selector = LabelSelector.FromObject(owner.Child("spec")?.Child("selector"));
        return selector.IsEverything ? LabelSelector.Nothing : selector;
    }

    private async Task Release(JsonObject owner, JsonObject one, CancellationToken cancellation)
    {
        var reference = new JsonObject { ["$patch"] = "delete", ["uid"] = owner.Uid() };
        await view.Patch(kind, one, new JsonObject { ["metadata"] = new JsonObject { ["ownerReferences"] = new JsonArray(reference) } }, null, cancellation).ConfigureAwait(false);
    }

    /// <summary>The mirror may lag behind: whoever is gone, or going, must not take anything with it.</summary>
    private async Task<bool> IsStillThere(JsonObject owner, CancellationToken cancellation)
    {
        var answer = await view.Client.Get(ownerKind.PathOf(owner), cancellation).ConfigureAwait(false);
        if (answer.IsGone) return false;
        var current = answer.OrThrow($"get {ownerKind.Name} {owner.Key()}").Document;
        return current.Uid() == owner.Uid() && !current.IsTerminating();
    }
}
