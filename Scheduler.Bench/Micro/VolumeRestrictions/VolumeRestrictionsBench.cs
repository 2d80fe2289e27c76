namespace Scheduler.Bench.Micro.VolumeRestrictions;

/// <summary>A disk that pods on some of the nodes have attached for writing.</summary>
public class VolumeRestrictionsBench : FilterBench
{
    /// <inheritdoc/>
    protected override string Plugin => "VolumeRestrictions";

    /// <inheritdoc/>
    protected override string Placed => """
        {"spec":{"volumes":[{"name":"data","gcePersistentDisk":{"pdName":"disk-{{i%5}}"}}],"containers":[{"name":"app","image":"app:v1","resources":{"requests":{"cpu":"100m","memory":"500Mi"}}}]}}
        """;

    /// <inheritdoc/>
    protected override string Pod => """
        {"spec":{"volumes":[{"name":"data","gcePersistentDisk":{"pdName":"disk-3"}}],"containers":[{"name":"app","image":"app:v1","resources":{"requests":{"cpu":"100m","memory":"500Mi"}}}]}}
        """;
}
