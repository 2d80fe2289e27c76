using Scheduler.Bench.Conformance;
using Scheduler.Core.Cycle;
using Scheduler.Plugins;

namespace Scheduler.Tests.Bench.Conformance;

/// <summary>Cases that no golden family shows, in the same form; what they expect is worked out by hand from docs/semantics.md.</summary>
public sealed class DerivedCaseTests
{
    public static TheoryData<string, EngineKind> Cases
    {
        get
        {
            TheoryData<string, EngineKind> data = [];
            foreach (GoldenCase golden in All())
            {
                data.Add(golden.Name, EngineKind.Plain);
                data.Add(golden.Name, EngineKind.Vector);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Both_engines_give_the_answer_of_the_document(string name, EngineKind engine)
    {
        CaseRunner runner = new(DefaultPlugins.Catalog, new(new HashSet<string>()), new() { Engine = engine, TieBreakByName = true, Explain = true });
        Assert.Null(runner.Run(All().Single(golden => golden.Name == name)));
    }

    private static IEnumerable<GoldenCase> All() => GoldenFiles.Read([Fixtures.PathOf("derived")]);
}
