using System.Collections.Concurrent;
using Scheduler.Core.Reading;
using Scheduler.Host.ApiServer.InProcess;
using Scheduler.Host.ApiServer.Requests;
using Scheduler.Host.Client;
using Scheduler.Tests.Host.ApiServer;
using Xunit.Abstractions;

namespace Scheduler.Tests.Host.Client.Following;

/// <summary>Whatever goes wrong on the way: nothing is told out of order, and in the end the listener knows what the server has.</summary>
public sealed class InformerFaultTests(ITestOutputHelper output)
{
    private const int Steps = 250;
    private const int Names = 30;
    private const string Path = "/api/v1/namespaces/default/configmaps";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<Fault, int> done = [];

    [Fact]
    public async Task After_faults_of_all_kinds_the_mirror_equals_the_server_and_nothing_came_out_of_order()
    {
        for (var seed = 1; seed <= 12; seed++) await Run(seed, isProtobuf: false);
        output.WriteLine(string.Join(", ", done.OrderBy(one => one.Key).Select(one => $"{one.Key} {one.Value}")));
        Assert.Equal(Enum.GetValues<Fault>(), done.Keys.Order());
    }

    /// <summary>Messages have lengths and no words: bytes that change places inside one can make another one, so that is left to the connection below.</summary>
    [Fact]
    public async Task The_same_holds_for_protobuf_whatever_is_cut_off_refused_or_late()
    {
        for (var seed = 21; seed <= 26; seed++) await Run(seed, isProtobuf: true, Fault.Swapped, Fault.Doubled, Fault.Event410, Fault.Event500);
        Assert.Equal(Enum.GetValues<Fault>().Length - 4, done.Count);
    }

    private async Task Run(int seed, bool isProtobuf, params Fault[] without)
    {
        var random = new Random(seed);
        await using var server = await TestServer.Start();
        using var moved = new SemaphoreSlim(0);
        using var faulty = new FaultyServer(new InProcessHandler(server.Server, TestServer.Admin), new Random(seed)) { Asked = () => moved.Release(), Without = without.ToHashSet() };
        var reader = new KubeReader();
        using var http = new HttpClient(faulty) { BaseAddress = new Uri("http://server"), Timeout = Timeout.InfiniteTimeSpan };
        var mirror = new OrderedMirror(moved);
        var informer = new Informer(new ApiClient(http), Resources.ConfigMaps, mirror.Take, TimeProvider.System)
        {
            Options = new()
            {
                Seed = seed,
                Protobuf = isProtobuf,
                Decode = isProtobuf ? (json, key) => reader.Read(json, KubeKind.Service, key) : null,
                Streams = seed % 3 != 0,
                PageSize = 7,
                PauseFirst = TimeSpan.FromMilliseconds(1),
                PauseMax = TimeSpan.FromMilliseconds(4),
                SilenceMax = TimeSpan.FromMilliseconds(40),
                WatchAtLeast = TimeSpan.FromMilliseconds(100),
            },
        };
        using var stop = new CancellationTokenSource();
        var running = Task.Run(() => informer.RunAsync(stop.Token));
        for (var step = 0; step < Steps; step++)
        {
            // Keeps step with the client: every so often something must have been asked or told.
            if (step % 3 == 0) await Task.WhenAny(running, moved.WaitAsync(Patience));
            if (running.IsFaulted) await running;
            await Change(server, $"c{random.Next(Names)}", step, random.Next(4) == 0);
        }
        faulty.IsFaulty = false;
        await server.CreateConfigMap("last");
        var list = await server.Get(Path);
        var expected = list["items"]!.AsArray().Select(item => $"{item!["metadata"]!["name"]}@{item["metadata"]!["resourceVersion"]}").Order(StringComparer.Ordinal).ToArray();
        await mirror.Until(expected, Patience);
        await stop.CancelAsync();
        await running;
        Assert.Empty(mirror.Wrongs);
        foreach (var (fault, count) in faulty.Done) done.AddOrUpdate(fault, count, (_, sum) => sum + count);
    }

    private static async Task Change(TestServer server, string name, int step, bool deletes)
    {
        var document = TestServer.Document("v1", "ConfigMap", name);
        document["data"] = new System.Text.Json.Nodes.JsonObject { ["step"] = step.ToString(), ["text"] = new string('x', step % 300) };
        if (deletes) await server.Send("DELETE", $"{Path}/{name}");
        else if ((await server.Send("POST", Path, document)).Status == 409) await server.Send("PUT", $"{Path}/{name}", document);
    }

    /// <summary>What was told, and what was wrong with it.</summary>
    private sealed class OrderedMirror(SemaphoreSlim moved)
    {
        private readonly Dictionary<string, long> present = [];
        private readonly Dictionary<string, long> newest = [];

        public List<string> Wrongs { get; } = [];

        public void Take(Change change)
        {
            lock (present)
            {
                if (change.Kind == ChangeKind.Synced) return;
                if (change.Version <= newest.GetValueOrDefault(change.Key)) Wrongs.Add($"{change.Kind} {change.Key}@{change.Version} after @{newest[change.Key]}");
                newest[change.Key] = change.Version;
                if (change.Kind == ChangeKind.Set) present[change.Key] = change.Version;
                else if (!present.Remove(change.Key)) Wrongs.Add($"{change.Key} was deleted and never told");
            }
            moved.Release();
        }

        public async Task Until(string[] expected, TimeSpan patience)
        {
            using var late = new CancellationTokenSource(patience);
            while (true)
            {
                string[] found;
                lock (present) found = [.. present.Where(one => one.Key.StartsWith("default/", StringComparison.Ordinal)).Select(one => $"{one.Key["default/".Length..]}@{one.Value}").Order(StringComparer.Ordinal)];
                if (found.SequenceEqual(expected)) return;
                if (late.IsCancellationRequested) Assert.Equal(expected, found);
                await moved.WaitAsync(patience);
            }
        }
    }
}
