using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Scheduler.Host.Store.Sqlite;

/// <summary>
/// The checksums of the files: the first 128 bits of SHA-256. About 1.5 µs for a row of 2 KB; fast enough, and chance cannot imitate it.
/// </summary>
internal static class Checksum
{
    public const int Bytes = 16;

    public static UInt128 Of(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    /// <summary>The chain after one more row: it stands for every row before it and their order.</summary>
    public static UInt128 Chain(UInt128 before, UInt128 digest)
    {
        Span<byte> pair = stackalloc byte[2 * Bytes];
        BinaryPrimitives.WriteUInt128LittleEndian(pair, before);
        BinaryPrimitives.WriteUInt128LittleEndian(pair[Bytes..], digest);
        return Of(pair);
    }

    /// <summary>The digest of all a row holds but its checksums.</summary>
    public static UInt128 Of(in Row row, ArrayBufferWriter<byte> scratch)
    {
        scratch.ResetWrittenCount();
        foreach (long number in (ReadOnlySpan<long>)[
            row.Sequence, row.Revision, row.CreateRevision, row.Version, row.WrittenAtMs, row.ExpiresAtMs,
            row.Value is { } bytes ? bytes.Length : -1])
        {
            BinaryPrimitives.WriteInt64LittleEndian(scratch.GetSpan(sizeof(long)), number);
            scratch.Advance(sizeof(long));
        }
        Encoding.UTF8.GetBytes(row.Key, scratch);
        scratch.Write((ReadOnlySpan<byte>)[0]);
        if (row.Value is { } value)
            scratch.Write(value.Span);
        return Of(scratch.WrittenSpan);
    }

    public static byte[] ToBytes(UInt128 checksum)
    {
        var bytes = new byte[Bytes];
        BinaryPrimitives.WriteUInt128LittleEndian(bytes, checksum);
        return bytes;
    }

    public static UInt128 FromBytes(ReadOnlySpan<byte> bytes) =>
        bytes.Length == Bytes ? BinaryPrimitives.ReadUInt128LittleEndian(bytes) : 0;
}
