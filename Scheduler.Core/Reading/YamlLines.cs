namespace Scheduler.Core.Reading;

/// <summary>Which line of a YAML text each piece of the JSON made from it came from.</summary>
public sealed class YamlLines
{
    // Both ascend: the piece from offsets[i] on, up to offsets[i + 1], came from lines[i].
    private readonly List<int> offsets = [];
    private readonly List<int> lines = [];

    /// <summary>Notes that JSON from this offset on comes from this line.</summary>
    public void Add(int offset, int line)
    {
        offsets.Add(offset);
        lines.Add(line);
    }

    /// <summary>The line of a JSON offset, counted from 1.</summary>
    public int At(int offset)
    {
        int i = offsets.BinarySearch(offset);
        if (i < 0) i = ~i - 1;
        return i < 0 ? 0 : lines[i];
    }
}
