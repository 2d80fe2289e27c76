using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace Scheduler.Tests.Bench.Gate;

/// <summary>Plugins as source, made into assemblies: what a user would hand to <c>--plugin</c>.</summary>
public static partial class PluginSources
{
    /// <summary>A filter that looks at all nodes for each node.</summary>
    public const string Quadratic = """
        using Scheduler.Core.Cache;
        using Scheduler.Core.Framework;

        public sealed class Planted : IFilter
        {
            private readonly NodeTable nodes;

            public Planted(PluginContext context) => nodes = context.Cluster.Nodes;

            public string Name => "Planted";

            public Verdict Filter(PodInfo pod, NodeView node)
            {
                long pods = 0;
                foreach (int row in nodes.Live) pods += nodes.PodCounts[row];
                return pods < 0 ? Verdict.Unschedulable("never") : Verdict.Pass;
            }
        }
        """;

    private static readonly MetadataReference[] References =
    [
        .. from path in ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
           where Path.GetFileName(path) is "System.Private.CoreLib.dll" or "System.Runtime.dll" or "Scheduler.Core.dll"
           select MetadataReference.CreateFromFile(path),
    ];

    /// <summary>The first plugin of docs/plugins.md.</summary>
    public static string OfTheGuide => CodeBlock().Match(File.ReadAllText(Path.Combine(Fixtures.Repository, "docs", "plugins.md"))).Groups["code"].Value;

    /// <summary>Writes an assembly.</summary>
    public static void Compile(string code, string path)
    {
        CSharpCompilation compilation = CSharpCompilation.Create(
            Path.GetFileNameWithoutExtension(path), [CSharpSyntaxTree.ParseText(code)], References, new(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
        EmitResult result = compilation.Emit(path);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
    }

    [GeneratedRegex(@"^```csharp\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
