namespace Scheduler.Host.Scheduling;

/// <summary>
/// Collects the old generation, beside the running program, when a sixth has come to what the last collection left. Every pod that is bound replaces
/// an old object by a new one; left alone the heap doubles before it is looked through: 50,000 pods took 305 MB then.
/// </summary>
internal sealed class HeapPace
{
    /// <summary>Growth that is not worth a collection.</summary>
    private const long SlackBytes = 4 << 20;

    private long asked = -1;

    /// <summary>Looks; called now and then, about once a second.</summary>
    public void Look()
    {
        GCMemoryInfo last = Last();
        if (last.Index == 0 || last.Index == asked) return;
        long left = OldBytes(last);
        if (OldBytes(GC.GetGCMemoryInfo(GCKind.Any)) < left + (left / 6) + SlackBytes) return;

        // Until it has ended the last one stays the same, and nothing is asked again.
        asked = last.Index;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Default, blocking: false);
    }

    /// <summary>What old objects took after a collection. Young ones do not count: how many of them there may be depends on the machine's caches.</summary>
    private static long OldBytes(in GCMemoryInfo info)
    {
        long bytes = 0;
        for (int generation = GC.MaxGeneration; generation < info.GenerationInfo.Length; generation++)
            bytes += info.GenerationInfo[generation].SizeAfterBytes - info.GenerationInfo[generation].FragmentationAfterBytes;
        return bytes;
    }

    /// <summary>The last collection of everything.</summary>
    private static GCMemoryInfo Last()
    {
        GCMemoryInfo beside = GC.GetGCMemoryInfo(GCKind.Background), blocking = GC.GetGCMemoryInfo(GCKind.FullBlocking);
        return beside.Index > blocking.Index ? beside : blocking;
    }
}
