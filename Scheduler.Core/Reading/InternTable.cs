using System.Text;
using Scheduler.Core.Objects;

namespace Scheduler.Core.Reading;

/// <summary>Gives equal texts one string, and equal pieces of JSON one object, so that a thousand equal pods cost little more than one.</summary>
/// <remarks>
/// Looking up a known text or piece allocates nothing. The table is bounded: when a part is full it starts over, which only loses sharing.
/// Not thread-safe: one table for each reading thread.
/// </remarks>
public sealed class InternTable
{
    /// <summary>Texts longer than this, in bytes, are not kept.</summary>
    private const int TextBytesMax = 256;
    private const int TextsMax = 1 << 18;

    private readonly HashSet<string> texts = new(TextComparer.Instance);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<byte>> byUtf8;

    /// <summary>Makes an empty table.</summary>
    public InternTable() => byUtf8 = texts.GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>Number of distinct texts.</summary>
    public int Count => texts.Count;

    // The pieces that pods of one template, or nodes of one pool, have in common.
    internal FragmentTable<StringMap> Maps { get; } = new();
    internal FragmentTable<OwnerReference[]> Owners { get; } = new();
    internal FragmentTable<ResourceList> Resources { get; } = new();
    internal FragmentTable<Affinity> Affinities { get; } = new();
    internal FragmentTable<Toleration[]> Tolerations { get; } = new();
    internal FragmentTable<TopologySpreadConstraint[]> Spreads { get; } = new();
    internal FragmentTable<Container[]> Containers { get; } = new();
    internal FragmentTable<ContainerImage[]> Images { get; } = new();

    // The wholes that pods of one template have in common before they have a node, and those that come to one state in one second.
    internal RecentValues<PodSpec> Specs { get; } = new();
    internal RecentValues<PodCondition[]> Conditions { get; } = new(ConditionsComparer.Instance);
    internal RecentValues<PodStatus> Statuses { get; } = new();

    /// <summary>The string for a UTF-8 text; the same one each time while the table holds it.</summary>
    public string Intern(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty) return "";
        if (utf8.Length > TextBytesMax) return Encoding.UTF8.GetString(utf8);
        return byUtf8.TryGetValue(utf8, out string? known) ? known : Add(Encoding.UTF8.GetString(utf8));
    }

    /// <summary>The string that stands for this one.</summary>
    public string Intern(string text)
    {
        if (text.Length == 0) return "";
        if (text.Length > TextBytesMax) return text;
        return texts.TryGetValue(text, out string? known) ? known : Add(text);
    }

    private string Add(string text)
    {
        if (texts.Count >= TextsMax) texts.Clear();
        texts.Add(text);
        return text;
    }

    /// <summary>Strings by their UTF-8 bytes, so that a text can be looked up before it is a string.</summary>
    private sealed class TextComparer : IEqualityComparer<string>, IAlternateEqualityComparer<ReadOnlySpan<byte>, string>
    {
        public static readonly TextComparer Instance = new();

        public bool Equals(string? x, string? y) => string.Equals(x, y, StringComparison.Ordinal);

        public int GetHashCode(string text)
        {
            Span<byte> utf8 = stackalloc byte[3 * TextBytesMax];
            return GetHashCode(utf8[..Encoding.UTF8.GetBytes(text, utf8)]);
        }

        public bool Equals(ReadOnlySpan<byte> utf8, string text) =>
            Ascii.IsValid(utf8) ? Ascii.Equals(utf8, text) : Encoding.UTF8.GetString(utf8) == text;

        public int GetHashCode(ReadOnlySpan<byte> utf8)
        {
            HashCode code = default;
            code.AddBytes(utf8);
            return code.ToHashCode();
        }

        public string Create(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);
    }
}
