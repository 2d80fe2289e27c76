using System.Diagnostics;

namespace Scheduler.Bench.Perf.Playing;

/// <summary>Time and allocations of what is measured. Allocates nothing between start and stop itself.</summary>
/// <remarks>
/// A phase holds many spans (<see cref="Start"/> to <see cref="Stop"/>): what is between them costs nothing. The processor time of spans is worked out
/// from that of the phase, as reading it for each would cost more than a decision does.
/// </remarks>
internal sealed class Meter(int pods)
{
    private readonly List<long> turns = new(2 * pods);
    private readonly List<long> turnBytes = new(2 * pods);
    private readonly List<int> phaseStarts = [];
    private long spent;
    private long bytes;
    private long start;
    private long bytesBefore;
    private long phaseStart;
    private TimeSpan cpuBefore;
    private TimeSpan phases;
    private TimeSpan cpu;

    /// <summary>True between <see cref="Begin"/> and <see cref="End"/>.</summary>
    public bool IsOn { get; private set; }

    /// <summary>Nanoseconds of all spans.</summary>
    public double SpentNs => spent * (1e9 / Stopwatch.Frequency);

    /// <summary>Bytes allocated on this thread in all spans, over the number of turns.</summary>
    public double BytesPerTurn => turns.Count == 0 ? 0 : (double)bytes / turns.Count;

    /// <summary>Bytes a turn in the second half of every phase: what is made once has been made by then.</summary>
    public double SteadyBytesPerTurn
    {
        get
        {
            long steady = 0, turnsSeen = 0;
            for (int phase = 0; phase < phaseStarts.Count; phase++)
            {
                int from = phaseStarts[phase], to = phase + 1 < phaseStarts.Count ? phaseStarts[phase + 1] : turnBytes.Count;
                for (int turn = (from + to) / 2; turn < to; turn++, turnsSeen++) steady += turnBytes[turn];
            }

            return turnsSeen == 0 ? 0 : (double)steady / turnsSeen;
        }
    }

    /// <summary>The share of the time that the process had a processor, at most 1: less where others want it too.</summary>
    public double CpuShare => phases > TimeSpan.Zero ? Math.Min(1, cpu / phases) : 1;

    /// <summary>Nanoseconds of each turn, in order.</summary>
    public double[] TurnNs() => [.. turns.Select(ticks => ticks * (1e9 / Stopwatch.Frequency))];

    /// <summary>A measured phase begins.</summary>
    public void Begin()
    {
        if (IsOn) return;
        IsOn = true;
        phaseStarts.Add(turnBytes.Count);
        cpuBefore = Environment.CpuUsage.TotalTime;
        phaseStart = Stopwatch.GetTimestamp();
    }

    /// <summary>It ends.</summary>
    public void End()
    {
        if (!IsOn) return;
        IsOn = false;
        phases += Stopwatch.GetElapsedTime(phaseStart);
        cpu += Environment.CpuUsage.TotalTime - cpuBefore;
    }

    /// <summary>A span begins.</summary>
    public void Start()
    {
        bytesBefore = GC.GetAllocatedBytesForCurrentThread();
        start = Stopwatch.GetTimestamp();
    }

    /// <summary>It ends.</summary>
    /// <param name="isTurn">True: it was a pod's turn. False: something that was told to the scheduler.</param>
    public void Stop(bool isTurn)
    {
        long took = Stopwatch.GetTimestamp() - start;
        long allocated = GC.GetAllocatedBytesForCurrentThread() - bytesBefore;
        bytes += allocated;
        spent += took;
        if (!isTurn) return;
        turns.Add(took);
        turnBytes.Add(allocated);
    }
}
