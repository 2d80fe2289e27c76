using CommandLine;
using Scheduler.Host.Client;
using Scheduler.Host.Client.Access;
using Scheduler.Host.Client.Transport;
using Scheduler.Host.Snapshots;

namespace Scheduler.Host.Commands;

/// <summary>Writes what <c>replay</c> reads from a live cluster.</summary>
[Verb("snapshot", HelpText = "Write a live cluster to a file that replay reads, under other names if asked.")]
public sealed class SnapshotCommand : ICommand
{
    [Option("kubeconfig", MetaValue = "FILE", HelpText = "Which cluster. Default: KUBECONFIG, ~/.kube/config, or the pod's own account.")]
    public string? Kubeconfig { get; set; }

    [Option("context", MetaValue = "NAME", HelpText = "The context in the kubeconfig. Default: the current one.")]
    public string? Context { get; set; }

    [Option("out", Required = true, MetaValue = "FILE", HelpText = "Where to write it; compressed if it ends in .gz.")]
    public string Out { get; set; } = "";

    [Option("anonymize", HelpText = "Rename every name, label, image and annotation, the same everywhere, so that a replay decides as before.")]
    public bool Anonymize { get; set; }

    /// <inheritdoc/>
    public async Task<int> RunAsync(Terminal terminal, CancellationToken cancellation)
    {
        var clock = TimeProvider.System;
        var endpoint = ClusterAccess.OfProcess(clock).Find(Kubeconfig, Context);
        using var connection = new ApiConnection(endpoint, clock);
        try
        {
            var reader = new SnapshotReader(connection.Client(new()));
            var objects = await reader.Read(cancellation);
            SnapshotFile.Write(Out, objects, reader.Notes, Anonymize ? new Anonymizer(objects) : null);
            foreach (var note in reader.Notes) terminal.Error.WriteLine($"snapshot: not complete: {note}");
            terminal.Out.WriteLine($"{Out}: {objects.Nodes.Count} nodes, {objects.Pods.Count} pods, {objects.Count} objects{(Anonymize ? ", under other names" : "")}");
            return Cli.Done;
        }
        catch (Exception error) when (error is HttpRequestException or ApiCallException or IOException or UnauthorizedAccessException)
        {
            terminal.Error.WriteLine($"snapshot: {endpoint.Server}: {error.Message}");
            return Cli.Failed;
        }
    }
}
