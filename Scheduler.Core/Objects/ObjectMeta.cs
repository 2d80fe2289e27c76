namespace Scheduler.Core.Objects;

/// <summary>Anything that has metadata.</summary>
public interface IKubeObject
{
    /// <summary>Name, namespace, labels and so on.</summary>
    ObjectMeta Metadata { get; }
}

/// <summary>The part of <c>metadata</c> that scheduling reads. Times are UTC.</summary>
public sealed record ObjectMeta
{
    public string Name { get; init; } = "";

    /// <summary>Empty for cluster-scoped objects.</summary>
    public string Namespace { get; init; } = "";
    public string Uid { get; init; } = "";
    public string ResourceVersion { get; init; } = "";
    public long Generation { get; init; }
    public StringMap Labels { get; init; } = StringMap.Empty;
    public StringMap Annotations { get; init; } = StringMap.Empty;
    public OwnerReference[] OwnerReferences { get; init; } = [];
    public DateTimeOffset? CreationTimestamp { get; init; }
    public DateTimeOffset? DeletionTimestamp { get; init; }

    /// <summary>The owner with <c>controller: true</c>, if there is one.</summary>
    public OwnerReference? Controller
    {
        get
        {
            foreach (OwnerReference owner in OwnerReferences)
                if (owner.Controller) return owner;
            return null;
        }
    }

    /// <summary><c>namespace/name</c>, or the name alone for cluster-scoped objects.</summary>
    public string Key => Namespace.Length == 0 ? Name : $"{Namespace}/{Name}";
}

/// <summary>An entry of <c>metadata.ownerReferences</c>.</summary>
public sealed record OwnerReference(string ApiVersion, string Kind, string Name, string Uid, bool Controller);
