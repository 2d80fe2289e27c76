namespace Scheduler.Tests.Scenarios;

/// <summary>Plays every scenario of fixtures/scenarios: the queue, hints, preemption over time, permit, extenders.</summary>
public sealed class ScenarioTests
{
    private static readonly Scenario[] All =
        [.. Directory.EnumerateFiles(Fixtures.PathOf("scenarios"), "*.scenario").Order(StringComparer.Ordinal).SelectMany(Scenario.ReadFile)];

    public static TheoryData<string, string> Titles
    {
        get
        {
            TheoryData<string, string> titles = [];
            foreach (Scenario scenario in All) titles.Add(scenario.File, scenario.Title);
            return titles;
        }
    }

    [Theory]
    [MemberData(nameof(Titles))]
    public void It_happens_as_written(string file, string title)
    {
        Scenario scenario = Assert.Single(All, scenario => scenario.File == file && scenario.Title == title);
        string? difference = new Harness(scenario).Play(scenario);
        Assert.True(difference is null, difference);
    }

    [Fact]
    public void There_are_at_least_eighty() => Assert.InRange(All.Length, 80, int.MaxValue);
}
