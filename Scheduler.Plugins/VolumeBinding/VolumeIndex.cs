using Scheduler.Core.Cache;
using Scheduler.Core.Objects;
using Scheduler.Core.Storage;

namespace Scheduler.Plugins.VolumeBinding;

/// <summary>The volumes that a claim could get: by class those that nobody has claimed, and by claim those that are reserved for it.</summary>
/// <remarks>
/// Follows the table of volumes change by change; assumed states count. Free volumes are sorted by capacity, then by name: the first that
/// suits is the smallest. Volumes of other claims, by far the most, are in no list that is walked.
/// </remarks>
public sealed class VolumeIndex(ObjectTable<PersistentVolume> volumes)
{
    private static readonly Comparer<PersistentVolume> BySize = Comparer<PersistentVolume>.Create(static (a, b) =>
        a.Capacity.CompareTo(b.Capacity) is int order and not 0 ? order : string.CompareOrdinal(a.Metadata.Name, b.Metadata.Name));

    private readonly Dictionary<string, PersistentVolume> known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<PersistentVolume>> freeByClass = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<PersistentVolume>> reservedByClaim = new(StringComparer.Ordinal);
    private long version;

    /// <summary>The unclaimed volumes of a class, smallest first.</summary>
    public ReadOnlySpan<PersistentVolume> Free(string className) => Span(freeByClass, className);

    /// <summary>The volumes whose claim reference names this claim (<c>namespace/name</c>), smallest first.</summary>
    public ReadOnlySpan<PersistentVolume> ReservedFor(string claimKey) => Span(reservedByClaim, claimKey);

    /// <summary>Brings the lists up to date.</summary>
    public void Update()
    {
        while (version < volumes.Version)
        {
            if (!volumes.TryReadChange(version + 1, out string? name))
            {
                ReadAll();
                return;
            }

            version++;
            Forget(name);
            if (volumes.Find(name) is { } volume) Add(volume);
        }
    }

    private static ReadOnlySpan<PersistentVolume> Span(Dictionary<string, List<PersistentVolume>> lists, string key) =>
        lists.TryGetValue(key, out List<PersistentVolume>? list) ? System.Runtime.InteropServices.CollectionsMarshal.AsSpan(list) : default;

    private void ReadAll()
    {
        known.Clear();
        freeByClass.Clear();
        reservedByClaim.Clear();
        foreach (PersistentVolume volume in volumes.All)
        {
            known.Add(volume.Metadata.Name, volume);
            ListOf(volume).Add(volume);
        }

        foreach (List<PersistentVolume> list in freeByClass.Values) list.Sort(BySize);
        foreach (List<PersistentVolume> list in reservedByClaim.Values) list.Sort(BySize);
        version = volumes.Version;
    }

    private void Add(PersistentVolume volume)
    {
        known.Add(volume.Metadata.Name, volume);
        List<PersistentVolume> list = ListOf(volume);
        int at = list.BinarySearch(volume, BySize);
        list.Insert(at < 0 ? ~at : at, volume);
    }

    private void Forget(string name)
    {
        if (!known.Remove(name, out PersistentVolume? volume)) return;
        List<PersistentVolume> list = ListOf(volume);
        list.RemoveAt(list.BinarySearch(volume, BySize));
    }

    private List<PersistentVolume> ListOf(PersistentVolume volume)
    {
        (Dictionary<string, List<PersistentVolume>> lists, string key) = volume.ClaimRef is { } claim
            ? (reservedByClaim, $"{claim.Namespace}/{claim.Name}")
            : (freeByClass, volume.ClassName());
        if (!lists.TryGetValue(key, out List<PersistentVolume>? list)) lists.Add(key, list = []);
        return list;
    }
}
