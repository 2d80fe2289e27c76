using System.Buffers.Binary;
using System.Text;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Protobuf;

/// <summary>Reads protobuf fields from a span. Every way in which bytes can be wrong ends in an <see cref="ApiDataException"/>.</summary>
internal ref struct ProtoReader(ReadOnlySpan<byte> data)
{
    private ReadOnlySpan<byte> _rest = data;

    public readonly bool AtEnd => _rest.IsEmpty;

    /// <summary>The wire type of the field that <see cref="ReadTag"/> found.</summary>
    public int WireType { get; private set; }

    public int ReadTag()
    {
        ulong tag = ReadVarint();
        WireType = (int)(tag & 7);
        ulong number = tag >> 3;
        if (number is 0 or > 536_870_911)
            throw ApiDataException.BadRequest($"proto: illegal tag {number} (wire type {tag})");
        return (int)number;
    }

    public ulong ReadVarint()
    {
        ulong value = 0;
        for (int i = 0; i < 10; i++)
        {
            if (i >= _rest.Length)
                throw UnexpectedEnd();
            value |= (ulong)(_rest[i] & 0x7F) << (7 * i);
            if (_rest[i] < 0x80)
            {
                _rest = _rest[(i + 1)..];
                return value;
            }
        }

        throw ApiDataException.BadRequest("proto: integer overflow");
    }

    public ReadOnlySpan<byte> ReadBytes()
    {
        ulong length = ReadVarint();
        if (length > (ulong)_rest.Length)
            throw UnexpectedEnd();
        ReadOnlySpan<byte> bytes = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return bytes;
    }

    public string ReadString() => Encoding.UTF8.GetString(ReadBytes());

    public double ReadDouble()
    {
        if (_rest.Length < 8)
            throw UnexpectedEnd();
        double value = BinaryPrimitives.ReadDoubleLittleEndian(_rest);
        _rest = _rest[8..];
        return value;
    }

    public void Expect(int wireType, string field)
    {
        if (WireType != wireType)
            throw ApiDataException.BadRequest($"proto: wrong wireType = {WireType} for field {field}");
    }

    /// <summary>Passes over the value of an unknown field.</summary>
    public void Skip()
    {
        switch (WireType)
        {
            case 0:
                ReadVarint();
                break;
            case 1:
                Advance(8);
                break;
            case 2:
                ReadBytes();
                break;
            case 5:
                Advance(4);
                break;
            default:
                throw ApiDataException.BadRequest($"proto: illegal wireType {WireType}");
        }
    }

    private void Advance(int count)
    {
        if (count > _rest.Length)
            throw UnexpectedEnd();
        _rest = _rest[count..];
    }

    private static ApiDataException UnexpectedEnd() => ApiDataException.BadRequest("unexpected EOF");
}
