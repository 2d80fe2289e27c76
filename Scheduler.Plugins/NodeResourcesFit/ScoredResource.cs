using Scheduler.Core.Cache;

namespace Scheduler.Plugins.NodeResourcesFit;

/// <summary>A resource that a score looks at, as a number.</summary>
internal readonly record struct ScoredResource(int Id, long Weight)
{
    /// <summary>True for resources that only count for pods that request them.</summary>
    public bool IsScalar => Id >= ResourceNames.FirstScalar;

    /// <summary>Resolves configured names; those that the scheduler ignores fall out. A weight of 0 means 1.</summary>
    public static ScoredResource[] Resolve(ResourceSpec[] written, ResourceNames names)
    {
        List<ScoredResource> resolved = [];
        foreach (ResourceSpec resource in written)
        {
            int id = names.IdOf(resource.Name);
            if (id >= 0) resolved.Add(new(id, resource.Weight == 0 ? 1 : resource.Weight));
        }

        return [.. resolved];
    }
}
