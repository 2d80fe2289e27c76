using System.Buffers.Binary;

namespace Scheduler.Host.Store.Sqlite;

/// <summary>Up to where the history was acknowledged: a row's number, its revision, and the chain after it.</summary>
internal readonly record struct Head(long Sequence, long Revision, UInt128 Chain);

/// <summary>
/// The file that remembers the head. It is written and synced after each commit group and before its writes are acknowledged, so that a
/// database that lost its end is noticed. It is also the lock that keeps other processes out.
/// </summary>
/// <remarks>
/// <code>
/// 0        8        12    16         24         32      48       64
/// │ magic  │ format │  0  │ sequence │ revision │ chain │ digest │     little endian; digest of the 48 bytes before it
/// </code>
/// The 64 bytes lie in one sector, which disks write whole or not at all; so there is one copy, and one that does not match its digest is damage.
/// </remarks>
internal sealed class HeadMark : IDisposable
{
    private const int Length = 64;
    private const int DigestAt = Length - Checksum.Bytes;

    private readonly Microsoft.Win32.SafeHandles.SafeFileHandle _file;
    private readonly byte[] _bytes = new byte[Length];

    private HeadMark(string path, Microsoft.Win32.SafeHandles.SafeFileHandle file)
    {
        Path = path;
        _file = file;
    }

    public string Path { get; }

    private static ReadOnlySpan<byte> Magic => "schdhead"u8;

    /// <summary>Opens the file, making an empty one if there is none, and locks it.</summary>
    public static HeadMark Open(string path)
    {
        try
        {
            return new(path, File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new StoreOpenException(path, "cannot be written: " + denied.Message, denied);
        }
        catch (IOException failed)
        {
            throw new StoreOpenException(path, "cannot be opened and locked (is another process using this store?): " + failed.Message, failed);
        }
    }

    /// <summary>The head; null: the file is empty, nothing was ever acknowledged.</summary>
    public Head? Read()
    {
        int length = RandomAccess.Read(_file, _bytes, 0);
        if (length == 0)
            return null;
        if (length < Length || !_bytes.AsSpan(0, Magic.Length).SequenceEqual(Magic))
            throw new StoreDamagedException(Path, "this is not the head mark of a store, or what is left of one");
        int format = BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(8));
        Database.CheckFormat(Path, format);
        if (Checksum.Of(_bytes.AsSpan(0, DigestAt)) != Checksum.FromBytes(_bytes.AsSpan(DigestAt)))
            throw new StoreDamagedException(Path, "the head mark does not match its checksum");
        return new(
            BinaryPrimitives.ReadInt64LittleEndian(_bytes.AsSpan(16)),
            BinaryPrimitives.ReadInt64LittleEndian(_bytes.AsSpan(24)),
            BinaryPrimitives.ReadUInt128LittleEndian(_bytes.AsSpan(32)));
    }

    /// <summary>Writes the head and waits until it is on disk.</summary>
    public void Write(in Head head)
    {
        Span<byte> bytes = _bytes;
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[8..], Database.Format);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[12..], 0);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[16..], head.Sequence);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[24..], head.Revision);
        BinaryPrimitives.WriteUInt128LittleEndian(bytes[32..], head.Chain);
        BinaryPrimitives.WriteUInt128LittleEndian(bytes[DigestAt..], Checksum.Of(bytes[..DigestAt]));
        RandomAccess.Write(_file, bytes, 0);
        RandomAccess.FlushToDisk(_file);
    }

    public void Dispose() => _file.Dispose();
}
