using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Selectors;
using Scheduler.Host.ApiServer.Storage;

namespace Scheduler.Host.Controllers.Volumes;

/// <summary>Finds the volume for a claim: the one that is meant for it, or the smallest free one that is large enough and has everything it asks for.</summary>
internal static class VolumeMatch
{
    /// <param name="volumes">All volumes.</param>
    /// <param name="claim">The claim, not bound yet.</param>
    /// <param name="onlyMeant">True: only a volume that is meant for it; a scheduler chooses among the others.</param>
    public static JsonObject? Find(IEnumerable<JsonObject> volumes, JsonObject claim, bool onlyMeant)
    {
        JsonObject? best = null;
        foreach (var volume in volumes.OrderBy(volume => volume.ObjectName(), StringComparer.Ordinal))
        {
            if (VolumeDocuments.IsMeantFor(volume, claim)) return Fits(volume, claim) ? volume : null;
            if (onlyMeant || VolumeDocuments.ClaimRef(volume) is not null || volume.IsTerminating() || !Fits(volume, claim) || !IsSelected(volume, claim)) continue;
            if (VolumeDocuments.Phase(volume) is not ("" or "Available" or "Pending")) continue;
            if (best is null || VolumeDocuments.Capacity(volume).CompareTo(VolumeDocuments.Capacity(best)) < 0) best = volume;
        }
        return best;
    }

    private static bool Fits(JsonObject volume, JsonObject claim) =>
        VolumeDocuments.ClassOf(volume) == VolumeDocuments.ClassOf(claim) && VolumeDocuments.ModeOf(volume) == VolumeDocuments.ModeOf(claim)
        && VolumeDocuments.Capacity(volume).CompareTo(VolumeDocuments.Request(claim)) >= 0
        && Modes(claim).All(Modes(volume).Contains);

    private static IReadOnlyList<string> Modes(JsonObject document) => document.Child("spec")?.Texts("accessModes") ?? [];

    private static bool IsSelected(JsonObject volume, JsonObject claim) =>
        claim.Child("spec")?.Child("selector") is not { } selector || LabelSelector.FromObject(selector).Matches(volume);
}
