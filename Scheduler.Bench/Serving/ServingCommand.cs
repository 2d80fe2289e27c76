using Scheduler.Bench.Output;

namespace Scheduler.Bench.Serving;

/// <summary>Measures the bundled cluster with each store and shows the results side by side.</summary>
public static class ServingCommand
{
    private static readonly string[] Steps = ["start", "create", "bind", "watch", "run"];

    public static int Run(ServingOptions options)
    {
        string[] stores = [.. options.Stores];
        Check(options, stores);
        List<IReadOnlyList<Measure>> measures = [];
        foreach (string store in stores) measures.Add(new ServingRun(options, store).Run().GetAwaiter().GetResult());
        ServingReport report = new(stores, measures);
        switch (options.Output)
        {
            case "table": report.WriteTable(); break;
            case "markdown": Console.Write(report.Markdown()); break;
            default: Console.WriteLine(report.Json()); break;
        }

        return 0;
    }

    private static void Check(ServingOptions options, string[] stores)
    {
        if (options.Output is not ("table" or "json" or "markdown")) throw new InputException($"\"{options.Output}\" is no output: write table, json or markdown", "--output");
        foreach (string store in stores)
            if (store is not ("sqlite" or "memory")) throw new InputException($"\"{store}\" is no store: write sqlite or memory", "--stores");
        foreach (string step in options.Steps)
            if (!Steps.Contains(step)) throw new InputException($"\"{step}\" is no step: write {string.Join(", ", Steps)}", "--steps");
        if (stores.Length == 0 || !options.Steps.Any()) throw new InputException("nothing to measure", "serving");
        if (options.Nodes is < 1 or > 62_500) throw new InputException("must be 1 to 62500", "--nodes");
        foreach ((string name, int value) in new[] { ("--pods", options.Pods), ("--watchers", options.Watchers), ("--objects", options.Objects), ("--callers", options.Callers) })
            if (value < 1) throw new InputException("must be at least 1", name);
    }
}
