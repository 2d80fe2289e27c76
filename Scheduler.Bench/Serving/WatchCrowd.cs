using System.Buffers.Text;
using System.Diagnostics;

namespace Scheduler.Bench.Serving;

/// <summary>Many watches of one collection; each checks that it sees every change once, in order.</summary>
internal sealed class WatchCrowd
{
    private readonly List<Task<long>> watches = [];
    private readonly List<HttpResponseMessage> streams = [];

    /// <summary>Opens the watches.</summary>
    /// <param name="client">Who asks.</param>
    /// <param name="path">The collection and the version to start from.</param>
    /// <param name="count">How many.</param>
    /// <param name="events">Each ends after so many.</param>
    public async Task Open(ServingClient client, string path, int count, int events)
    {
        for (var i = 0; i < count; i++)
        {
            var response = await client.Open(path);
            streams.Add(response);
            watches.Add(Task.Run(() => Follow(response, events)));
        }
    }

    /// <summary>Waits until all have seen everything. They must all have ended at the same version.</summary>
    /// <exception cref="InvalidOperationException">One saw too little, something twice, or out of order.</exception>
    public async Task<TimeSpan> Wait(long begin)
    {
        var last = await Task.WhenAll(watches);
        var elapsed = Stopwatch.GetElapsedTime(begin);
        foreach (var stream in streams) stream.Dispose();
        if (last.Distinct().Count() != 1) throw new InvalidOperationException("watches ended at different versions");
        return elapsed;
    }

    /// <summary>Reads lines; of each the first <c>resourceVersion</c> is the object's own.</summary>
    private static async Task<long> Follow(HttpResponseMessage response, int events)
    {
        await using var stream = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[64 * 1024];
        var (filled, version, seen) = (0, 0L, 0);
        while (seen < events)
        {
            if (filled == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
            var read = await stream.ReadAsync(buffer.AsMemory(filled));
            if (read == 0) throw new InvalidOperationException($"a watch ended after {seen} of {events} changes");
            filled += read;
            var from = 0;
            for (int end; (end = buffer.AsSpan(from, filled - from).IndexOf((byte)'\n')) >= 0; from += end + 1, seen++)
            {
                var next = VersionOf(buffer.AsSpan(from, end));
                if (next <= version) throw new InvalidOperationException($"version {next} came after {version}");
                version = next;
            }
            buffer.AsSpan(from, filled - from).CopyTo(buffer);
            filled -= from;
        }
        return version;
    }

    private static long VersionOf(ReadOnlySpan<byte> line)
    {
        var mark = "\"resourceVersion\":\""u8;
        var at = line.IndexOf(mark);
        return at >= 0 && Utf8Parser.TryParse(line[(at + mark.Length)..], out long version, out _) ? version : throw new InvalidOperationException("a change without a version");
    }
}
