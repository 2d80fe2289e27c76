using System.Numerics;

namespace Scheduler.Core.Cache;

/// <summary>A set of rows of the node table: a bit per row, 64 to a word.</summary>
/// <remarks>Bits at and beyond the size are zero, so words can be combined without a tail.</remarks>
public sealed class NodeSet
{
    private ulong[] words = [];
    private int wordCount;

    /// <summary>Makes an empty set for <paramref name="rows"/> rows.</summary>
    public NodeSet(int rows = 0) => Resize(rows);

    /// <summary>The words, for kernels.</summary>
    public Span<ulong> Words => words.AsSpan(0, wordCount);

    /// <summary>Number of rows in the set.</summary>
    public int Count
    {
        get
        {
            int count = 0;
            foreach (ulong word in Words) count += BitOperations.PopCount(word);
            return count;
        }
    }

    /// <summary>True where no row is in the set.</summary>
    public bool IsEmpty => !Words.ContainsAnyExcept(0UL);

    /// <summary>The smallest row, or -1.</summary>
    public int First
    {
        get
        {
            int w = Words.IndexOfAnyExcept(0UL);
            return w < 0 ? -1 : (w << 6) + BitOperations.TrailingZeroCount(words[w]);
        }
    }

    /// <summary>Makes room for <paramref name="rows"/> rows; what is in the set stays.</summary>
    public void Resize(int rows)
    {
        wordCount = (rows + 63) >> 6;
        if (words.Length < wordCount) Array.Resize(ref words, Math.Max(wordCount, words.Length * 2));
        words.AsSpan(wordCount).Clear();
    }

    public bool Contains(int row) => (row >> 6) < wordCount && (words[row >> 6] & (1UL << row)) != 0;

    public void Add(int row) => words[row >> 6] |= 1UL << row;

    public void Remove(int row) => words[row >> 6] &= ~(1UL << row);

    public void Set(int row, bool value)
    {
        if (value) Add(row);
        else Remove(row);
    }

    public void Clear() => Words.Clear();

    /// <summary>Becomes a copy of another set, size included.</summary>
    public void CopyFrom(NodeSet other)
    {
        wordCount = other.wordCount;
        if (words.Length < wordCount) words = new ulong[other.words.Length];
        other.Words.CopyTo(words);
        words.AsSpan(wordCount).Clear();
    }

    /// <summary>Keeps the rows that are in both.</summary>
    public void And(NodeSet other)
    {
        ReadOnlySpan<ulong> right = other.Words;
        Span<ulong> left = Words;
        int shared = Math.Min(left.Length, right.Length);
        for (int w = 0; w < shared; w++) left[w] &= right[w];
        left[shared..].Clear();
    }

    /// <summary>Keeps the rows that are not in the other.</summary>
    public void AndNot(NodeSet other)
    {
        ReadOnlySpan<ulong> right = other.Words;
        Span<ulong> left = Words;
        int shared = Math.Min(left.Length, right.Length);
        for (int w = 0; w < shared; w++) left[w] &= ~right[w];
    }

    /// <summary>Adds the rows of the other, which must not be larger.</summary>
    public void Or(NodeSet other)
    {
        ReadOnlySpan<ulong> right = other.Words;
        Span<ulong> left = Words;
        for (int w = 0; w < right.Length; w++) left[w] |= right[w];
    }

    /// <summary>True where every row of the other is in this one.</summary>
    public bool ContainsAll(NodeSet other)
    {
        ReadOnlySpan<ulong> right = other.Words;
        ReadOnlySpan<ulong> left = Words;
        for (int w = 0; w < right.Length; w++)
            if ((right[w] & ~(w < left.Length ? left[w] : 0)) != 0) return false;
        return true;
    }

    public bool SetEquals(NodeSet other)
    {
        int longer = Math.Max(wordCount, other.wordCount);
        for (int w = 0; w < longer; w++)
            if ((w < wordCount ? words[w] : 0) != (w < other.wordCount ? other.words[w] : 0)) return false;
        return true;
    }

    /// <summary>Rows in ascending order. The set may lose the current row while it is walked.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>Walks the rows of a set.</summary>
    public struct Enumerator
    {
        private readonly ulong[] words;
        private readonly int count;
        private int word;
        private ulong rest;

        internal Enumerator(NodeSet set)
        {
            words = set.words;
            count = set.wordCount;
            word = -1;
            rest = 0;
        }

        public int Current { get; private set; }

        public bool MoveNext()
        {
            while (rest == 0)
            {
                if (++word >= count) return false;
                rest = words[word];
            }

            Current = (word << 6) + BitOperations.TrailingZeroCount(rest);
            rest &= rest - 1;
            return true;
        }
    }
}
