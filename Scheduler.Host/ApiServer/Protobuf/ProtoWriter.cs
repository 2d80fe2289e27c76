using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Scheduler.Host.ApiServer.Protobuf;

/// <summary>
/// Writes protobuf from the back to the front: the length of a message is known when its fields have been written,
/// so nothing is measured twice. Callers write fields in descending order and elements last to first.
/// </summary>
internal sealed class ProtoWriter
{
    private byte[] _buffer = new byte[1024];

    /// <summary>Invariant: the written bytes are <c>_buffer[_start..]</c>.</summary>
    private int _start = 1024;

    /// <summary>Bytes written so far: a mark for <see cref="Close"/>.</summary>
    public int Length => _buffer.Length - _start;

    public byte[] ToArray() => _buffer[_start..];

    public void Varint(ulong value)
    {
        int size = value == 0 ? 1 : (BitOperations.Log2(value) / 7) + 1;
        Span<byte> target = Reserve(size);
        for (int i = 0; i < size - 1; i++, value >>= 7)
            target[i] = (byte)(value | 0x80);
        target[size - 1] = (byte)value;
    }

    public void Tag(int number, int wireType) => Varint(((ulong)number << 3) | (uint)wireType);

    public void VarintField(int number, long value)
    {
        Varint((ulong)value);
        Tag(number, 0);
    }

    public void DoubleField(int number, double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(Reserve(8), value);
        Tag(number, 1);
    }

    public void StringField(int number, string text)
    {
        int size = Encoding.UTF8.GetByteCount(text);
        Encoding.UTF8.GetBytes(text, Reserve(size));
        Varint((ulong)size);
        Tag(number, 2);
    }

    public void BytesField(int number, ReadOnlySpan<byte> bytes)
    {
        Raw(bytes);
        Varint((ulong)bytes.Length);
        Tag(number, 2);
    }

    public void Raw(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Reserve(bytes.Length));

    /// <summary>Puts length and tag before what was written since the mark.</summary>
    public void Close(int number, int mark)
    {
        Varint((ulong)(Length - mark));
        Tag(number, 2);
    }

    private Span<byte> Reserve(int size)
    {
        if (_start < size)
            Grow(size);
        _start -= size;
        return _buffer.AsSpan(_start, size);
    }

    private void Grow(int size)
    {
        int length = Length;
        var larger = new byte[Math.Max(_buffer.Length * 2, length + size + 256)];
        _buffer.AsSpan(_start).CopyTo(larger.AsSpan(larger.Length - length));
        _buffer = larger;
        _start = larger.Length - length;
    }
}
