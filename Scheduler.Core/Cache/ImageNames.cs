using Scheduler.Core.Objects;

namespace Scheduler.Core.Cache;

/// <summary>The images of a pod by the names that nodes report (docs/semantics.md 3.14).</summary>
internal static class ImageNames
{
    /// <summary>Of init containers, containers and image volumes, in this order; duplicates stay.</summary>
    public static string[] Of(PodSpec spec)
    {
        List<string> names = new(spec.InitContainers.Length + spec.Containers.Length);
        foreach (Container container in spec.InitContainers) names.Add(Normalize(container.Image));
        foreach (Container container in spec.Containers) names.Add(Normalize(container.Image));
        foreach (Volume volume in spec.Volumes)
            if (volume.ImageReference is not null) names.Add(Normalize(volume.ImageReference));
        return [.. names];
    }

    /// <summary>A name without a tag means <c>latest</c>; a colon before the last slash is a port.</summary>
    public static string Normalize(string name) => name.LastIndexOf(':') <= name.LastIndexOf('/') ? name + ":latest" : name;
}
