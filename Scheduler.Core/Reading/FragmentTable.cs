using System.Diagnostics.CodeAnalysis;

namespace Scheduler.Core.Reading;

/// <summary>Objects by the JSON text they were read from. The same text gives the same object.</summary>
internal sealed class FragmentTable<T> where T : class
{
    /// <summary>Longer texts are hardly ever repeated.</summary>
    private const int BytesMax = 16 * 1024;

    /// <summary>Bytes of text that the table holds before it starts over.</summary>
    private const int TotalBytesMax = 16 << 20;

    private readonly Dictionary<byte[], T> byText = new(TextComparer.Instance);
    private readonly Dictionary<byte[], T>.AlternateLookup<ReadOnlySpan<byte>> bySpan;
    private int totalBytes;

    public FragmentTable() => bySpan = byText.GetAlternateLookup<ReadOnlySpan<byte>>();

    public bool TryGet(ReadOnlySpan<byte> json, [NotNullWhen(true)] out T? value) => bySpan.TryGetValue(json, out value);

    public void Add(ReadOnlySpan<byte> json, T value)
    {
        if (json.Length > BytesMax) return;
        if (totalBytes > TotalBytesMax)
        {
            byText.Clear();
            totalBytes = 0;
        }

        bySpan[json] = value;
        totalBytes += json.Length;
    }

    private sealed class TextComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static readonly TextComparer Instance = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] text) => GetHashCode(text.AsSpan());

        public bool Equals(ReadOnlySpan<byte> span, byte[] text) => span.SequenceEqual(text);

        public int GetHashCode(ReadOnlySpan<byte> span)
        {
            HashCode code = default;
            code.AddBytes(span);
            return code.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> span) => span.ToArray();
    }
}
