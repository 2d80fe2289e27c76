using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Scheduler.Core.Cache;
using Scheduler.Core.Configuration;
using Scheduler.Core.Cycle;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Scheduler.Plugins;
using Scheduler.Tests.Plugins;

namespace Scheduler.Tests.Docs;

/// <summary>Compiles the code in docs/plugins.md as it is written there, and runs it.</summary>
public partial class PluginGuideTests
{
    private const string Reason = "node(s) belonged to another team";

    private static readonly string Guide = File.ReadAllText(Path.Combine(Fixtures.Repository, "docs", "plugins.md"));
    private static readonly MetadataReference[] References =
    [
        .. from path in ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
           where Path.GetFileName(path) is "System.Private.CoreLib.dll" or "System.Runtime.dll" or "Scheduler.Core.dll"
           select MetadataReference.CreateFromFile(path),
    ];

    private static readonly IPlugin[] Steps = [.. Blocks("csharp").Select(Compile)];

    [Theory]
    [InlineData(EngineKind.Plain)]
    [InlineData(EngineKind.Vector)]
    public void The_ten_lines_keep_pods_off_other_teams_nodes_in_the_real_engine(EngineKind kind)
    {
        SchedulingEngine engine = Engine(Steps[0], TeamCluster(), kind);
        Assert.Equal("free", Decide(engine, "blue").Node);
        Decision rejected = Decide(engine, "blue", cpu: "3");
        Assert.Equal($"0/3 nodes are available: 1 {Reason}, 2 Insufficient cpu.", rejected.FilterMessage);
        Assert.Contains("TeamNodes", rejected.UnschedulablePlugins);
    }

    [Fact]
    public void The_first_step_is_ten_lines_long()
    {
        string[] lines = Blocks("csharp")[0].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.InRange(lines.Length, 1, 10);
    }

    [Fact]
    public void The_guide_has_four_steps() => Assert.Equal(4, Steps.Length);

    [Theory]
    [InlineData(1, EngineKind.Plain)]
    [InlineData(1, EngineKind.Vector)]
    [InlineData(2, EngineKind.Vector)]
    [InlineData(3, EngineKind.Plain)]
    [InlineData(3, EngineKind.Vector)]
    public void The_steps_with_a_score_prefer_a_teams_own_nodes(int step, EngineKind kind)
    {
        SchedulingEngine engine = Engine(Steps[step], TeamCluster(), kind);
        Assert.Equal("red-1", Decide(engine, "red", cpu: "500m").Node);
        Assert.Equal("free", Decide(engine, "blue").Node);
    }

    [Fact]
    public void All_steps_reject_the_same_nodes_for_the_same_reason()
    {
        Cluster cluster = TeamCluster();
        foreach (string? team in (ReadOnlySpan<string?>)["red", "blue", null])
        {
            PodInfo pod = Pod(cluster, team, "1");
            SortedDictionary<string, string>[] answers = [.. Steps.Select(step => Asking.Filter((IFilter)step, cluster, pod)!)];
            Assert.All(answers, answer => Assert.Equal(answers[0], answer));
            Assert.All(Steps.OfType<IScore>(), step => Assert.Equal([0, 100, 100], Asking.Score(step, cluster, pod)!.Values));
        }
    }

    private static Cluster TeamCluster() => Given.Cluster(
    [
        Given.Node("free", cpu: "2"),
        Given.Node("red-1", cpu: "8", labels: ("team", "red")),
        Given.Node("red-2", cpu: "1", labels: ("team", "red")),
    ]);

    private static PodInfo Pod(Cluster cluster, string? team, string cpu)
    {
        Pod pod = Given.Pod($"{team}-{cpu}", null, ("cpu", cpu));
        return cluster.Prepare(team is null ? pod : pod with { Metadata = pod.Metadata with { Labels = StringMap.Of(("team", team)) } });
    }

    private static Decision Decide(SchedulingEngine engine, string team, string cpu = "1") => engine.Decide(Pod(engine.Cluster, team, cpu));

    private static SchedulingEngine Engine(IPlugin plugin, Cluster cluster, EngineKind kind)
    {
        PluginCatalog catalog = DefaultPlugins.Catalog.With(Descriptor(plugin));
        using JsonDocument json = JsonDocument.Parse(Blocks("json")[0]);
        SchedulerConfiguration configuration = SchedulerConfiguration.Read(json.RootElement, "docs/plugins.md", catalog, FeatureGates.Default);
        return new(cluster, configuration.Profiles, catalog, FeatureGates.Default, new() { Engine = kind, TieBreakByName = true }, TimeProvider.System);
    }

    // PluginDescriptor.Of("TeamNodes", _ => new TeamNodes()) for a type that this assembly does not know.
    private static PluginDescriptor Descriptor(IPlugin plugin)
    {
        MethodInfo of = typeof(PluginGuideTests).GetMethod(nameof(DescriptorOf), BindingFlags.NonPublic | BindingFlags.Static)!;
        return (PluginDescriptor)of.MakeGenericMethod(plugin.GetType()).Invoke(null, null)!;
    }

    private static PluginDescriptor DescriptorOf<T>()
        where T : class, IPlugin, new() => PluginDescriptor.Of("TeamNodes", _ => new T());

    private static string[] Blocks(string language) =>
        [.. CodeBlock().Matches(Guide).Where(match => match.Groups["language"].Value == language).Select(match => match.Groups["code"].Value)];

    private static IPlugin Compile(string code)
    {
        CSharpCompilation compilation = CSharpCompilation.Create(
            "TeamNodes",
            [CSharpSyntaxTree.ParseText(code)],
            References,
            new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, generalDiagnosticOption: ReportDiagnostic.Error));
        using MemoryStream image = new();
        EmitResult result = compilation.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Append<object>(code)));
        return (IPlugin)Activator.CreateInstance(Assembly.Load(image.ToArray()).GetType("TeamNodes")!)!;
    }

    [GeneratedRegex(@"^```(?<language>\w+)\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
