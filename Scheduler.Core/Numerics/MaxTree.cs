using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Scheduler.Core.Numerics;

/// <summary>Numbers by slot (0: nothing there), with the largest of every block of 64, of every block of blocks, and so on up to one.</summary>
/// <remarks>
/// <para>Changing a slot costs one look at its block a level, finding the largest costs nothing, and finding where it stands costs one search a
/// level: about log64(n) blocks of 128 bytes. A plain array would be searched from end to end instead.</para>
/// <para>Invariant after <see cref="Settle"/>: <c>levels[k + 1][b] == max(levels[k][64 * b .. 64 * b + 63])</c>.</para>
/// </remarks>
public sealed class MaxTree
{
    private const int Fan = 64;
    private const int FanShift = 6;

    private readonly ushort[][] levels;

    // A bit a block whose largest has to be found again, for every level but the last.
    private readonly ulong[][] dirty;
    private readonly ushort[] leaves;
    private readonly ulong[] dirtyLeaves;
    private bool isDirty;

    /// <summary>Makes an empty tree.</summary>
    /// <param name="slots">Number of slots.</param>
    public MaxTree(int slots)
    {
        Count = slots;
        List<ushort[]> made = [];
        int size = Math.Max(1, slots);
        do
        {
            int blocks = (size + Fan - 1) >> FanShift;
            made.Add(new ushort[blocks << FanShift]);
            size = blocks;
        }
        while (size > 1);
        made.Add(new ushort[1]);
        levels = [.. made];
        dirty = [.. levels.Skip(1).Select(level => new ulong[(level.Length + 63) >> 6])];
        leaves = levels[0];
        dirtyLeaves = dirty[0];
    }

    /// <summary>Number of slots.</summary>
    public int Count { get; }

    /// <summary>The largest number as of the last <see cref="Settle"/>; 0 where there is none.</summary>
    public int Max => levels[^1][0];

    /// <summary>The number of a slot.</summary>
    public int this[int slot] => levels[0][slot];

    /// <summary>Changes the number of a slot; the largest is known again after <see cref="Settle"/>.</summary>
    public void Set(int slot, ushort value)
    {
        leaves[slot] = value;
        dirtyLeaves[slot >> (2 * FanShift)] |= 1UL << (slot >> FanShift);
        isDirty = true;
    }

    /// <summary>Nothing is there any more.</summary>
    public void Clear()
    {
        foreach (ushort[] level in levels) Array.Clear(level);
        foreach (ulong[] words in dirty) Array.Clear(words);
        isDirty = false;
    }

    /// <summary>Works out the largest of the blocks that changed.</summary>
    public void Settle()
    {
        if (!isDirty) return;
        isDirty = false;
        for (int level = 0; level < dirty.Length; level++)
        {
            ushort[] below = levels[level], above = levels[level + 1];
            ulong[]? dirtyAbove = level + 1 < dirty.Length ? dirty[level + 1] : null;
            ulong[] words = dirty[level];
            for (int w = 0; w < words.Length; w++)
            {
                ulong rest = words[w];
                words[w] = 0;
                for (; rest != 0; rest &= rest - 1)
                {
                    int block = (w << 6) + BitOperations.TrailingZeroCount(rest);
                    ushort largest = Largest(below.AsSpan(block << FanShift, Fan));
                    if (above[block] == largest) continue;
                    above[block] = largest;
                    if (dirtyAbove is not null) dirtyAbove[block >> (2 * FanShift)] |= 1UL << (block >> FanShift);
                }
            }
        }
    }

    /// <summary>The first slot at or after <paramref name="slot"/> with the largest number, or -1. To be called on a settled tree.</summary>
    public int FirstLargest(int slot)
    {
        ushort value = levels[^1][0];
        if (value == 0) return -1;
        int at = slot;
        for (int level = 0; level < levels.Length - 1 && at < levels[level].Length; level++)
        {
            // The rest of the block, then of the blocks above: the largest of a block equals the largest of all where the block holds it.
            int end = ((at >> FanShift) + 1) << FanShift;
            int found = levels[level].AsSpan(at, end - at).IndexOf(value);
            if (found >= 0) return Descend(level, at + found, value);
            at = end >> FanShift;
        }

        return -1;
    }

    private int Descend(int level, int at, ushort value)
    {
        for (; level > 0; level--) at = (at << FanShift) + levels[level - 1].AsSpan(at << FanShift, Fan).IndexOf(value);
        return at;
    }

    private static ushort Largest(ReadOnlySpan<ushort> block)
    {
        ref ushort first = ref MemoryMarshal.GetReference(block);
        Vector128<ushort> most = Vector128<ushort>.Zero;
        for (int i = 0; i < Fan; i += Vector128<ushort>.Count) most = Vector128.Max(most, Vector128.LoadUnsafe(ref first, (nuint)i));
        most = Vector128.Max(most, Vector128.Shuffle(most, Vector128.Create((ushort)4, 5, 6, 7, 0, 1, 2, 3)));
        most = Vector128.Max(most, Vector128.Shuffle(most, Vector128.Create((ushort)2, 3, 0, 1, 6, 7, 4, 5)));
        most = Vector128.Max(most, Vector128.Shuffle(most, Vector128.Create((ushort)1, 0, 3, 2, 5, 4, 7, 6)));
        return most.ToScalar();
    }
}
