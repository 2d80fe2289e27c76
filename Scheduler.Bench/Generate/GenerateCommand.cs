using System.IO.Compression;
using Scheduler.Bench.Output;
using Scheduler.Core.Reading;
using Scheduler.Core.Writing;

namespace Scheduler.Bench.Generate;

/// <summary>Makes a cluster and writes it as <c>kubectl get -o json</c> would.</summary>
public static class GenerateCommand
{
    public static int Run(GenerateOptions options)
    {
        Check(options.Nodes >= 0, "--nodes", "must not be negative");
        Check(options.DaemonSets >= 0, "--daemon-sets", "must not be negative");
        Check(options.Pods >= 0, "--pods", "must not be negative");
        Check(options.Zones is > 0 and <= 26, "--zones", "must be 1 to 26");
        Check(options.PendingPercent is >= 0 and <= 100, "--pending", "must be 0 to 100");
        ClusterObjects objects = new ClusterGenerator(options).Run();
        Write(options.Out, objects);
        Console.WriteLine($"{objects.Nodes.Count} nodes, {objects.Pods.Count} pods ({objects.Pods.Count(pod => pod.Spec.NodeName.Length == 0)} pending), {objects.Workloads.Count} workloads: {options.Out}");
        return 0;
    }

    private static void Check(bool holds, string option, string problem)
    {
        if (!holds) throw new InputException(problem, option);
    }

    private static void Write(string path, ClusterObjects objects)
    {
        try
        {
            using FileStream file = File.Create(path);
            if (!path.EndsWith(".gz", StringComparison.Ordinal))
            {
                ObjectWriter.WriteList(file, objects.All());
                return;
            }

            using GZipStream zip = new(file, CompressionLevel.Fastest);
            ObjectWriter.WriteList(zip, objects.All());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(e.Message.TrimEnd('.'), $"--out {path}");
        }
    }
}
