using System.IO.Enumeration;
using System.Reflection;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Scheduler.Bench.Output;

namespace Scheduler.Bench.Micro;

/// <summary>Runs the benchmarks that match.</summary>
/// <remarks>In this process: nothing is generated, built or restored, so it runs where there is no network.</remarks>
public static class MicroCommand
{
    /// <summary>All classes with benchmarks, by name.</summary>
    public static Type[] Types { get; } =
    [
        .. typeof(MicroCommand).Assembly.GetExportedTypes().Where(type => !type.IsAbstract && Methods(type).Length > 0).OrderBy(type => type.FullName, StringComparer.Ordinal),
    ];

    /// <summary>The benchmarks of a class.</summary>
    public static MethodInfo[] Methods(Type type) => [.. type.GetMethods().Where(method => method.IsDefined(typeof(BenchmarkAttribute)))];

    /// <exception cref="InputException">An option is wrong.</exception>
    public static int Run(MicroOptions options)
    {
        string[] names = [.. Types.SelectMany(type => Methods(type).Select(method => $"{type.FullName}.{method.Name}")).Where(Matches)];
        if (names.Length == 0) throw new InputException("no benchmark matches", $"--filter {options.Filter}");
        Job job = JobOf(options.Job);
        if (options.List)
        {
            foreach (string name in names) Console.WriteLine(name);
            return 0;
        }

        ManualConfig config = ManualConfig.CreateEmpty()
            .AddJob(job.WithToolchain(InProcessEmitToolchain.Instance))
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddExporter(MarkdownExporter.GitHub)
            .AddLogger(ConsoleLogger.Default)
            .AddFilter(new SimpleFilter(benchmark => Matches($"{benchmark.Descriptor.Type.FullName}.{benchmark.Descriptor.WorkloadMethod.Name}")));
        Summary[] summaries = BenchmarkRunner.Run(Types, config);
        return summaries.Any(summary => summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success)) ? 1 : 0;

        bool Matches(string name) => FileSystemName.MatchesSimpleExpression(options.Filter, name);
    }

    private static Job JobOf(string name) => name switch
    {
        "dry" => Job.Dry,
        "short" => Job.ShortRun,
        "default" => Job.Default,
        _ => throw new InputException($"\"{name}\" is no job: write dry, short or default", "--job"),
    };
}
