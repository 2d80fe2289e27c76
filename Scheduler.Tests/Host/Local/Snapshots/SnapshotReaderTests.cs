using Scheduler.Core.Reading;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Local.Snapshots;
using Scheduler.Host.Store;
using Scheduler.Tests.Host.Store;

namespace Scheduler.Tests.Host.Local.Snapshots;

public sealed class SnapshotReaderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("snapshot-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Every_object_of_a_dump_is_read_whole()
    {
        var snapshot = SnapshotReader.Read(Fixtures.PathOf("clusters/eu-1.json.gz"));
        Assert.Equal(1743, snapshot.Objects.Count);
        Assert.Empty(snapshot.LeftOut);
        Assert.Contains(snapshot.Objects, one => one.Resource.Kind == "Pod" && one.Document["status"]?["podIP"] is not null);
    }

    [Fact]
    public void Kinds_that_are_not_served_are_counted_and_typed_lists_and_yaml_are_read_too()
    {
        var path = Write("dump.yaml", """
            apiVersion: v1
            kind: PodList
            items:
            - metadata: {name: a}
              spec: {containers: [{name: c, image: i}]}
            ---
            apiVersion: example.com/v1
            kind: Widget
            metadata: {name: w}
            """);
        var snapshot = SnapshotReader.Read(path);
        Assert.Equal("default/a", $"{snapshot.Objects.Single().Document.Namespace()}/{snapshot.Objects.Single().Document.ObjectName()}");
        Assert.Equal(1, snapshot.LeftOut["Widget"]);
    }

    [Theory]
    [InlineData("""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"containers":[]}}""", "Pod default/p: spec.containers: Required value")]
    [InlineData("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{}}""", "ConfigMap: metadata.name: the object has no name")]
    [InlineData("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"},"data":5}""", "ConfigMap default/c: ")]
    [InlineData("""{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"}},{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"}}]}""", "ConfigMap default/c: there is another one of this name")]
    [InlineData("""{"apiVersion":"example.com/v1","kind":"Widget","metadata":{"name":"w"}}""", "there is no object of a kind that is served")]
    [InlineData("{", "broken JSON")]
    public void What_is_wrong_is_said_in_one_line_with_file_object_and_field(string text, string expected)
    {
        var path = Write("bad.json", text);
        var error = Assert.Throws<ReadException>(() => SnapshotReader.Read(path));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task A_store_that_holds_a_cluster_is_not_loaded_into_and_a_load_that_was_cut_off_is_noticed()
    {
        await using var store = MemoryStore.Open(new ManualClock());
        var snapshot = SnapshotReader.Read(Write("dump.json", """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"team"}}"""));
        Assert.Null(await SnapshotLoader.Obstacle(store, loads: true, default));
        await SnapshotLoader.Load(store, snapshot, DateTimeOffset.UnixEpoch, new Random(1), default);
        Assert.NotNull((await store.Get("/registry/namespaces/team")).Entry);
        Assert.Null(await SnapshotLoader.Obstacle(store, loads: false, default));
        Assert.Contains("has one already", await SnapshotLoader.Obstacle(store, loads: true, default), StringComparison.Ordinal);

        await store.Put("/registry/up/loading", "{}"u8.ToArray(), Expect.Anything);
        Assert.Contains("cut off in the middle", await SnapshotLoader.Obstacle(store, loads: false, default), StringComparison.Ordinal);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
