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
    // Ticks of UTC, 0 where absent: there are two of them in every pod.
    private readonly long createdTicks;
    private readonly long deletedTicks;
    private MadeText key;

    public string Name
    {
        get;
        init
        {
            field = value;
            key = default;
        }
    } = "";

    /// <summary>Empty for cluster-scoped objects.</summary>
    public string Namespace
    {
        get;
        init
        {
            field = value;
            key = default;
        }
    } = "";

    public string Uid { get; init; } = "";
    public string ResourceVersion { get; init; } = "";
    public long Generation { get; init; }
    public StringMap Labels { get; init; } = StringMap.Empty;
    public StringMap Annotations { get; init; } = StringMap.Empty;
    public OwnerReference[] OwnerReferences { get; init; } = [];

    public DateTimeOffset? CreationTimestamp
    {
        get => Time(createdTicks);
        init => createdTicks = value?.UtcTicks ?? 0;
    }

    public DateTimeOffset? DeletionTimestamp
    {
        get => Time(deletedTicks);
        init => deletedTicks = value?.UtcTicks ?? 0;
    }

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

    /// <summary><c>namespace/name</c>, or the name alone for cluster-scoped objects. Made once: it is asked for often, and kept by many.</summary>
    public string Key => Namespace.Length == 0 ? Name : key.Text ??= $"{Namespace}/{Name}";

    /// <summary>The key as somebody has it already; set after <see cref="Name"/> and <see cref="Namespace"/>.</summary>
    internal string? KnownKey
    {
        init => key.Text = value;
    }

    private static DateTimeOffset? Time(long ticks) => ticks == 0 ? null : new(ticks, TimeSpan.Zero);

    /// <summary>A text that follows from other fields: it has no say in whether two objects are equal.</summary>
    private struct MadeText : IEquatable<MadeText>
    {
        public string? Text { get; set; }

        public readonly bool Equals(MadeText other) => true;

        public override readonly bool Equals(object? obj) => obj is MadeText;

        public override readonly int GetHashCode() => 0;
    }
}

/// <summary>An entry of <c>metadata.ownerReferences</c>.</summary>
public sealed record OwnerReference(string ApiVersion, string Kind, string Name, string Uid, bool Controller);
