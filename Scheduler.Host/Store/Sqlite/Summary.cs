using System.Buffers.Binary;

namespace Scheduler.Host.Store.Sqlite;

/// <summary>
/// The one row of table <c>store</c>, rewritten by every transaction: where history ends, where it begins, and what was kept from before.
/// </summary>
/// <param name="Head">The last row. A summary is never behind its rows: they share a transaction.</param>
/// <param name="Compacted">The last row that compaction has looked at; its revision is the compact revision.</param>
/// <param name="KeptRows">How many rows up to there are kept: the entries at the compact revision.</param>
/// <param name="KeptDigest">The digests of those rows, combined by exclusive or.</param>
internal readonly record struct Summary(Head Head, Head Compacted, long KeptRows, UInt128 KeptDigest)
{
    public UInt128 Digest()
    {
        Span<byte> bytes = stackalloc byte[(5 * sizeof(long)) + (3 * Checksum.Bytes)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Head.Sequence);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], Head.Revision);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[16..], Compacted.Sequence);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[24..], Compacted.Revision);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[32..], KeptRows);
        BinaryPrimitives.WriteUInt128LittleEndian(bytes[40..], Head.Chain);
        BinaryPrimitives.WriteUInt128LittleEndian(bytes[56..], Compacted.Chain);
        BinaryPrimitives.WriteUInt128LittleEndian(bytes[72..], KeptDigest);
        return Checksum.Of(bytes);
    }
}
