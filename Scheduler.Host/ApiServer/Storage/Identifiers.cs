using System.Globalization;

namespace Scheduler.Host.ApiServer.Storage;

/// <summary>Names and uids from the random source that was handed in: one seed, one history. Safe to share.</summary>
public sealed class Identifiers(Random random)
{
    /// <summary>No vowels and nothing that looks alike: generated names spell no words.</summary>
    private const string Letters = "bcdfghjklmnpqrstvwxz2456789";

    /// <summary>A version 4 UUID.</summary>
    public string Uid()
    {
        Span<byte> bytes = stackalloc byte[16];
        lock (random) random.NextBytes(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString("D", CultureInfo.InvariantCulture);
    }

    public string Suffix(int length = 5)
    {
        Span<char> text = stackalloc char[length];
        lock (random)
            foreach (ref var letter in text)
                letter = Letters[random.Next(Letters.Length)];
        return new string(text);
    }

    public int Below(int bound)
    {
        lock (random) return random.Next(bound);
    }
}
