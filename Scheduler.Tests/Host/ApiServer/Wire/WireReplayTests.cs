using System.Text;

namespace Scheduler.Tests.Host.ApiServer.Wire;

public sealed class WireReplayTests
{
    /// <summary>What a later part of the project brings: these exchanges are not played.</summary>
    private static readonly Dictionary<string, string> Later = new()
    {
        ["application/apply-patch+yaml"] = "server-side apply",
        ["/apis/apiextensions.k8s.io/"] = "custom resources",
        ["/apis/example.com/"] = "custom resources",
    };

    [Theory]
    [InlineData("edge")]
    [InlineData("kubectl")]
    public async Task Recorded_exchanges_are_answered_alike_but_for_the_accepted_differences(string file)
    {
        var accepted = Accepted();
        await using var replay = await WireReplay.Start();
        if (file == "edge")
            foreach (var exchange in WireExchange.Read("kubectl").Where(IsPlayed)) await replay.Play(exchange);

        var report = new StringBuilder();
        var unused = accepted.Keys.Where(id => id.StartsWith(file + " ", StringComparison.Ordinal)).ToHashSet();
        var (played, same, known) = (0, 0, 0);
        foreach (var exchange in WireExchange.Read(file).Where(IsPlayed))
        {
            played++;
            var differences = await replay.Play(exchange);
            if (differences.Count == 0) same++;
            else if (unused.Remove(exchange.Id)) known++;
            else report.AppendLine($"{exchange.Id}: {exchange.Command} | {exchange.Method} {exchange.Path}\n    {string.Join("\n    ", differences.Take(8))}");
        }
        foreach (var id in unused) report.AppendLine($"{id}: no longer differs: take it off the list");
        foreach (var bug in replay.Bugs) report.AppendLine(bug);
        Assert.True(report.Length == 0, $"{file}: {played} played, {same} alike, {known} accepted\n{report}");
    }

    [Fact]
    public void At_most_forty_exchanges_differ_and_each_has_its_reason()
    {
        var accepted = Accepted();
        Assert.InRange(accepted.Count, 0, 40);
        Assert.All(accepted.Values, reason => Assert.True(reason.Length > 10));
    }

    private static bool IsPlayed(WireExchange exchange) =>
        !exchange.Command.Contains("--server-side") && !Later.Keys.Any(mark => exchange.Path.StartsWith(mark, StringComparison.Ordinal) || exchange.Header("Content-Type") == mark);

    /// <summary>Lines of <c>file number: reason</c>; # begins a comment.</summary>
    private static Dictionary<string, string> Accepted()
    {
        var path = Path.Combine(Fixtures.Repository, "Scheduler.Tests/Host/ApiServer/Wire/accepted-differences.txt");
        return File.ReadLines(path).Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(": ", 2)).ToDictionary(parts => parts[0], parts => parts[1]);
    }
}
