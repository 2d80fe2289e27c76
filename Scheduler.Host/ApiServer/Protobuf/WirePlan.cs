using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Protobuf;

/// <summary>
/// How a type lies in protobuf: per field number either a field of the document or an embedded message
/// whose fields belong to the same document (<see cref="Entry.Inline"/>).
/// </summary>
internal sealed class WirePlan
{
    private readonly Entry[] _byNumber;

    private WirePlan(List<Entry> entries)
    {
        Entries = [.. entries.OrderBy(e => e.Number)];
        _byNumber = new Entry[Entries.Count == 0 ? 1 : Entries[^1].Number + 1];
        foreach (Entry entry in Entries)
            _byNumber[entry.Number] = entry;
    }

    internal readonly record struct Entry(int Number, ApiField? Field, WirePlan? Inline);

    /// <summary>In ascending order of field numbers.</summary>
    public IReadOnlyList<Entry> Entries { get; }

    public static WirePlan For(ApiType type) =>
        type.WirePlan as WirePlan ?? (WirePlan)(type.WirePlan = Build(type.Fields.Where(f => f.Number > 0).ToList(), 0));

    /// <summary>The entry of a field number; a default one when the type does not have it.</summary>
    public Entry Find(int number) => number < _byNumber.Length ? _byNumber[number] : default;

    private static WirePlan Build(List<ApiField> fields, int depth)
    {
        var entries = fields.Where(f => f.InlinePath.Count == depth).Select(f => new Entry(f.Number, f, null)).ToList();
        foreach (IGrouping<int, ApiField> embedded in fields.Where(f => f.InlinePath.Count > depth).GroupBy(f => f.InlinePath[depth]))
            entries.Add(new Entry(embedded.Key, null, Build([.. embedded], depth + 1)));
        return new WirePlan(entries);
    }
}
