using System.IO.Compression;
using System.Text;

namespace Scheduler.Tests.Bench.Replay;

/// <summary>Bad input is one clear line on stderr and exit code 2, never a stack trace.</summary>
public sealed class BadInputTests : IDisposable
{
    private const string Node = """{"apiVersion":"v1","kind":"Node","metadata":{"name":"n1"},"status":{"allocatable":{"cpu":"4","pods":"10"}}}""";

    private readonly string folder = Directory.CreateTempSubdirectory("bad-input-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("missing.json", null, "no such file")]
    [InlineData("empty.json", "", "empty")]
    [InlineData("broken.json", "{\"kind\":", "JSON")]
    [InlineData("broken.yaml", "kind: [", "YAML")]
    [InlineData("quantity.json", """{"apiVersion":"v1","kind":"Node","metadata":{"name":"n1"},"status":{"allocatable":{"cpu":"4 cores"}}}""", "status.allocatable.cpu")]
    [InlineData("twice.json", """{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"v1","kind":"Node","metadata":{"name":"n1"}},{"apiVersion":"v1","kind":"Node","metadata":{"name":"n1"}}]}""", "n1")]
    public void A_bad_dump_is_one_line_that_names_the_file(string name, string? content, string says)
    {
        string path = Path.Combine(folder, name);
        if (content is not null) File.WriteAllText(path, content);
        AssertOneLine(BenchProgram.Run("replay", path), name, says);
    }

    [Fact]
    public void A_torn_gzip_is_one_line()
    {
        string path = Path.Combine(folder, "torn.json.gz");
        File.WriteAllBytes(path, File.ReadAllBytes(Fixtures.PathOf("clusters/eu-1.json.gz"))[..50_000]);
        AssertOneLine(BenchProgram.Run("replay", path), "torn.json.gz", "gzip");
    }

    [Fact]
    public void A_huge_annotation_is_fine()
    {
        string path = Path.Combine(folder, "huge.json.gz");
        string pod = $$$"""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"a","annotations":{"big":"{{{new string('x', 5 << 20)}}}"}},"spec":{"containers":[{"name":"c"}]}}""";
        using (GZipStream zip = new(File.Create(path), CompressionLevel.Fastest)) zip.Write(Encoding.UTF8.GetBytes($$"""{"apiVersion":"v1","kind":"List","items":[{{Node}},{{pod}}]}"""));
        BenchProgram.Result result = BenchProgram.Run("replay", path);
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains("1 placed, 0 pending", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\nprofiles:\n- plugins:\n    filter:\n      enabled:\n      - name: NoSuchPlugin\n", "NoSuchPlugin")]
    [InlineData("apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\nprofiles:\n- pluginConfig:\n  - name: InterPodAffinity\n    args:\n      hardPodAffinityWeight: 101\n", "hardPodAffinityWeight")]
    public void A_bad_configuration_is_one_line(string yaml, string says)
    {
        string path = Path.Combine(folder, "config.yaml");
        File.WriteAllText(path, yaml);
        AssertOneLine(BenchProgram.Run("replay", "fixtures/clusters/eu-1.json.gz", "--config", path), "config.yaml", says);
    }

    [Theory]
    [InlineData("--order", "random")]
    [InlineData("--tie-break", "dice")]
    [InlineData("--engine", "warp")]
    [InlineData("--check", "half")]
    [InlineData("--output", "xml")]
    [InlineData("--feature-gates", "NoSuchGate=true")]
    [InlineData("--explain", "no/such-pod")]
    [InlineData("--parallelism", "0")]
    [InlineData("--config", "no-such-file.yaml")]
    public void A_bad_option_is_one_line(string option, string value) =>
        AssertOneLine(BenchProgram.Run("replay", "fixtures/clusters/eu-1.json.gz", option, value), option == "--config" ? value : option, "");

    private static void AssertOneLine(BenchProgram.Result result, string where, string says)
    {
        Assert.Equal(2, result.ExitCode);
        string line = Assert.Single(result.Error.TrimEnd('\n').Split('\n'), line => !line.StartsWith("warning:", StringComparison.Ordinal));
        Assert.Contains(where, line, StringComparison.Ordinal);
        Assert.Contains(says, line, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }
}
