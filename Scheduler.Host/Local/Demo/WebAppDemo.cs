using System.Globalization;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Scheduler.Core.Cache;
using Scheduler.Core.Cycle;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;
using Scheduler.Host.Controllers;
using Change = Scheduler.Host.Client.Change;

namespace Scheduler.Host.Local.Demo;

/// <summary>
/// Applies a Deployment of three pods and shows each hop of its way as it happens: stored, reconciled, scheduled and why there, running. What it shows it
/// learns as any client would, by watching; only the scheduler's reasons come from the scheduler.
/// </summary>
public sealed class WebAppDemo
{
    private const string Namespace = "default";

    private readonly Channel<Hop> hops = Channel.CreateUnbounded<Hop>(new UnboundedChannelOptions { SingleReader = true });
    private readonly HashSet<string> shown = new(StringComparer.Ordinal);
    private readonly TimeProvider clock;
    private readonly Action<string> show;
    private readonly JsonObject manifest = ReadManifest();
    private long begun;

    /// <param name="clock">For the time that each hop took.</param>
    /// <param name="show">Takes one line.</param>
    public WebAppDemo(TimeProvider clock, Action<string> show)
    {
        this.clock = clock;
        this.show = show;
    }

    /// <summary>What happened: an object changed, or a pod was decided.</summary>
    private sealed record Hop(ApiResource? Resource, JsonObject? Document, string Pod, IReadOnlyList<string> Reasons, string Node, long At);

    private string Name => manifest.ObjectName();

    /// <summary>What the scheduler says of a decision. On its thread, while the explanation can be read.</summary>
    public void Decided(PodInfo pod, Decision decision, Func<Explanation> explain)
    {
        if (pod.Pod.Metadata.Namespace == Namespace && pod.Name.StartsWith($"{Name}-", StringComparison.Ordinal))
            hops.Writer.TryWrite(new Hop(null, null, pod.Name, [.. WhyThere.Lines(explain())], decision.Node, clock.GetTimestamp()));
    }

    /// <summary>Applies the Deployment and returns when all its pods are available.</summary>
    /// <exception cref="ApiCallException">The server refuses it.</exception>
    public async Task Run(IApiClient client, CancellationToken cancellation)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var following = new[] { Resources.Deployments, Resources.ReplicaSets, Resources.Pods }
            .Select(resource => new Informer(client, resource, Heard, clock)).Select(informer => Task.Run(() => informer.RunAsync(ended.Token), CancellationToken.None)).ToArray();
        begun = clock.GetTimestamp();
        try
        {
            await Apply(client, cancellation).ConfigureAwait(false);
            await foreach (var hop in hops.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
                if (Show(hop)) break;
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(following).ConfigureAwait(false);
        }
    }

    private static JsonObject ReadManifest()
    {
        using var stream = typeof(WebAppDemo).Assembly.GetManifestResourceStream("web-app.yaml")!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return DocumentReader.Read(ApiSchema.Default, bytes.ToArray(), BodyFormat.Yaml, Resources.Deployments.GroupVersionKind, FieldValidationMode.Strict).Document;
    }

    private void Heard(Change change)
    {
        if (change.Kind == ChangeKind.Set && change.Key.StartsWith($"{Namespace}/{Name}", StringComparison.Ordinal))
            hops.Writer.TryWrite(new Hop(change.Resource, change.Document, "", [], "", clock.GetTimestamp()));
    }

    private async Task Apply(IApiClient client, CancellationToken cancellation)
    {
        var answer = await client.Create(Resources.Deployments.Path(Namespace), manifest, cancellation).ConfigureAwait(false);
        var isThere = answer.IsConflict;
        if (isThere) answer = await client.Merge(Resources.Deployments.Path(Namespace, Name), manifest, cancellation).ConfigureAwait(false);
        var stored = answer.OrThrow($"apply deployment {Name}").Document;
        Say(clock.GetTimestamp(), "stored", $"deployment {Name}, {stored["spec"]!["replicas"]} replicas{(isThere ? ", known already" : "")}, at revision {stored.ResourceVersion()}");
    }

    /// <summary>True when there is nothing more to come.</summary>
    private bool Show(Hop hop)
    {
        if (hop.Document is not { } document) ShowDecision(hop);
        else if (hop.Resource == Resources.ReplicaSets) Once(hop, "reconciled", $"replicaset {document.ObjectName()} for {document["spec"]!["replicas"]} pods", document.Uid());
        else if (hop.Resource == Resources.Pods) ShowPod(hop, document);
        else return IsFinished(hop, document);
        return false;
    }

    private void ShowPod(Hop hop, JsonObject pod)
    {
        Once(hop, "reconciled", $"pod {pod.ObjectName()}", $"{pod.Uid()} made");
        if (Pods.NodeOf(pod) is { Length: > 0 } node) Once(hop, "bound", $"{pod.ObjectName()} to {node}", $"{pod.Uid()} bound");
        if (Pods.IsReady(pod)) Once(hop, "running", $"{pod.ObjectName()} on {Pods.NodeOf(pod)}, ready at {pod["status"]?["podIP"]}", $"{pod.Uid()} ready");
    }

    private void ShowDecision(Hop hop)
    {
        Say(hop.At, "scheduled", hop.Node.Length > 0 ? $"{hop.Pod} on {hop.Node}" : $"{hop.Pod} nowhere yet");
        foreach (var reason in hop.Reasons) show($"                         {reason}");
    }

    private bool IsFinished(Hop hop, JsonObject deployment)
    {
        var status = deployment.Child("status");
        var wanted = deployment.Child("spec")?.Number("replicas") ?? 1;
        if (status?.Number("observedGeneration") != deployment.Metadata().Number("generation") || status?.Number("availableReplicas") != wanted || status.Number("updatedReplicas") != wanted) return false;
        Say(hop.At, "done", $"deployment {Name}: {wanted} of {wanted} pods available");
        return true;
    }

    private void Once(Hop hop, string what, string text, string key)
    {
        if (shown.Add(key)) Say(hop.At, what, text);
    }

    private void Say(long at, string what, string text)
    {
        var time = Math.Max(0, clock.GetElapsedTime(begun, at).TotalSeconds).ToString("0.000", CultureInfo.InvariantCulture);
        show($"  {time,7} s  {what,-11} {text}");
    }
}
