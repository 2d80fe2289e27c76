using System.Globalization;
using System.Text.Json;
using Scheduler.Core.Cache;
using Scheduler.Core.Objects;
using Scheduler.Core.Reading;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;
using Scheduler.Host.NodeAgent.Lifecycle;
using Scheduler.Host.NodeAgent.Machines;
using Scheduler.Host.NodeAgent.Templates;
using Change = Scheduler.Host.Client.Change;

namespace Scheduler.Host.NodeAgent;

/// <summary>
/// Takes the pods of all simulated nodes through their stages. Steps that need no time are taken together and written once. One thread.
/// </summary>
internal sealed class PodRunner
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private readonly ApiClient client;
    private readonly Fleet fleet;
    private readonly PodPlans plans;
    private readonly ulong seed;
    private readonly TimeProvider clock;
    private readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> uids = new(StringComparer.Ordinal);
    private readonly Queue<Entry> dirty = new();
    private readonly PriorityQueue<Entry, DateTimeOffset> timers = new();
    private readonly Addresses addresses = new();
    private readonly ResourceNames names = new();
    private readonly Admission admission;
    private readonly KubeReader reader = new();

    public PodRunner(ApiClient client, Fleet fleet, PodPlans plans, ulong seed, TimeProvider clock)
    {
        (this.client, this.fleet, this.plans, this.seed, this.clock) = (client, fleet, plans, seed, clock);
        admission = new Admission(names);
    }

    /// <summary>Told of what was refused.</summary>
    public Action<string>? Refused { get; init; }

    /// <summary>Told of what people want to know of a pod; null: nobody is.</summary>
    public Action<PodState, PodNews>? Told { get; init; }

    /// <summary>When something is to be done without anything having happened; null: never.</summary>
    public DateTimeOffset? NextDue => timers.TryPeek(out _, out var due) ? due : null;

    /// <summary>Takes in what became of a pod.</summary>
    public void Learn(Change change)
    {
        if (change.Kind == ChangeKind.Deleted)
        {
            if (uids.Remove(change.Key, out var gone)) Forget(gone);
            return;
        }
        using var document = JsonDocument.Parse(change.Json);
        var pod = PodStateReader.Read(document.RootElement, plans);
        if (fleet.Find(pod.NodeName) is not { } machine) return;
        if (uids.TryGetValue(change.Key, out var before) && before != pod.Uid)
        {
            if (entries.TryGetValue(before, out var other) && other.Pod.Version > pod.Version) return;
            Forget(before); // Another pod of that name, and nobody has said that the first one went.
        }
        uids[change.Key] = pod.Uid;
        if (!entries.TryGetValue(pod.Uid, out var entry)) entries[pod.Uid] = entry = new Entry(machine, pod);
        else if (pod.Version < entry.Pod.Version) return; // From before our own write.
        entry.Pod = pod;
        Count(entry, change.Json);
        MarkDirty(entry);
    }

    /// <summary>Takes the steps that are due, of so many pods at most, and begins to write what came of them.</summary>
    public List<Call> Advance(int most, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        while (timers.TryPeek(out var entry, out var due) && due <= now)
        {
            timers.Dequeue();
            MarkDirty(entry);
        }
        var calls = new List<Call>();
        while (calls.Count < most && dirty.TryDequeue(out var entry))
        {
            entry.IsDirty = false;
            if (!entry.IsGone && !entry.Machine.IsSilent && Advance(entry, cancellation) is { } call) calls.Add(call);
        }
        return calls;
    }

    /// <summary>Looks at all pods of a node again.</summary>
    public void Wake(Machine machine)
    {
        foreach (var entry in entries.Values.Where(entry => entry.Machine == machine)) MarkDirty(entry);
    }

    private Call? Advance(Entry entry, CancellationToken cancellation)
    {
        var pod = entry.Pod;
        if (pod.IsTerminating) return Stop(entry, cancellation);
        if (pod.StartTime is null && !pod.IsOver && Admit(entry, cancellation) is { } question) return question;
        TakeSteps(entry);
        Tell(pod);
        if (pod.IsOver) entry.Machine.Pods.Remove(pod.Uid);
        return entry.Unwritten ? Write(entry, cancellation) : null;
    }

    /// <summary>Accepts or refuses. Before a refusal the node is asked for: it may have changed, and the news of the pod came first.</summary>
    private Call? Admit(Entry entry, CancellationToken cancellation)
    {
        var (machine, pod) = (entry.Machine, entry.Pod);
        if (admission.Check(machine, entry.Demand!) is not { } refusal)
        {
            machine.Pods[pod.Uid] = entry.Demand!;
            PodLifecycle.Accept(pod, machine.Address, clock.GetUtcNow());
        }
        else if (!entry.AskedForNode)
        {
            entry.AskedForNode = true;
            return new Call(fleet.Ask(machine, cancellation), answer =>
            {
                fleet.Learn(machine, answer);
                MarkDirty(entry);
            });
        }
        else PodLifecycle.Reject(pod, refusal.Reason, refusal.Message);
        entry.Unwritten = true;
        return null;
    }

    private void TakeSteps(Entry entry)
    {
        var pod = entry.Pod;
        var now = clock.GetUtcNow();
        if (PodLifecycle.Deadline(pod) is { } deadline)
        {
            if (deadline <= now)
            {
                PodLifecycle.Expire(pod, now);
                entry.Unwritten = true;
            }
            else if (entry.DeadlineTimer != deadline) timers.Enqueue(entry, (entry.DeadlineTimer = deadline).Value);
        }
        while (PodLifecycle.Next(pod) is { } step)
        {
            var delay = step.Delay.For(seed, $"{pod.Key}/{step.Name}");
            if (delay > TimeSpan.Zero && !IsDue(entry, step.Name, now, delay)) return;
            if (step.Name == "create" && pod.Address.Length == 0) pod.Address = pod.HostNetwork ? entry.Machine.Address : addresses.Of(pod.Uid);
            step.Take(pod, now);
            entry.Unwritten = true;
        }
    }

    private void Tell(PodState pod)
    {
        foreach (var news in pod.News) Told?.Invoke(pod, news);
        pod.News.Clear();
    }

    private Call? Stop(Entry entry, CancellationToken cancellation)
    {
        var pod = entry.Pod;
        var now = clock.GetUtcNow();
        if (!entry.Killing && pod is { IsOver: false, StartTime: not null })
        {
            entry.Killing = true;
            foreach (var container in pod.Containers.Where(one => one.Runs)) Told?.Invoke(pod, new PodNews(false, "Killing", $"Stopping container {container.Name}"));
        }
        var grace = TimeSpan.FromSeconds(pod.DeletionGraceSeconds);
        var wait = pod.IsOver || pod.StartTime is null ? TimeSpan.Zero : pod.PreStop + pod.Plan.Delete.For(seed, $"{pod.Key}/delete");
        if (wait > grace) wait = grace;
        if (wait > TimeSpan.Zero && !IsDue(entry, $"delete:{pod.DeletionGraceSeconds}", now, wait)) return null;
        if (pod is { HasFinalizers: true, IsOver: false })
        {
            // Whoever holds it wants to see how it ended. Its deletion follows when the news of this comes back.
            PodLifecycle.Stop(pod, now);
            return Write(entry, cancellation);
        }
        if (entry.Deleted) return null;
        return new Call(client.Delete(Resources.Pods.Path(pod.Namespace, pod.Name), pod.Uid, 0, null, cancellation), answer =>
        {
            if (!answer.IsSuccess && !answer.IsGone && !answer.IsConflict)
            {
                Again(entry, $"stop {pod.Key}", answer);
                return;
            }
            entry.Deleted = true; // Finalizers may hold it on.
            entry.Machine.Pods.Remove(pod.Uid);
        });
    }

    private Call Write(Entry entry, CancellationToken cancellation)
    {
        var pod = entry.Pod;
        return new Call(client.Patch(Resources.Pods.Path(pod.Namespace, pod.Name, "status"), PodReport.Patch(pod), cancellation), answer =>
        {
            if (answer.IsSuccess)
            {
                entry.Unwritten = false;
                pod.Version = long.Parse(answer.Document.ResourceVersion(), CultureInfo.InvariantCulture);
            }
            else if (!answer.IsGone && !answer.IsConflict) Again(entry, $"run {pod.Key}", answer);
        });
    }

    private void Again(Entry entry, string what, ApiAnswer answer)
    {
        Refused?.Invoke($"{what}: {answer.Status} {answer.Message}");
        timers.Enqueue(entry, clock.GetUtcNow() + Retry);
    }

    /// <summary>Whether a step's time has come; if not, there will be a look at it then. A step that stays the next one keeps its time.</summary>
    private bool IsDue(Entry entry, string step, DateTimeOffset now, TimeSpan delay)
    {
        if (entry.Step != step)
        {
            entry.Step = step;
            entry.StepDue = now + delay;
            timers.Enqueue(entry, entry.StepDue);
        }
        return entry.StepDue <= now;
    }

    private void MarkDirty(Entry entry)
    {
        if (entry.IsDirty || entry.IsGone) return;
        entry.IsDirty = true;
        dirty.Enqueue(entry);
    }

    private void Count(Entry entry, byte[] json)
    {
        var pod = entry.Pod;
        if (pod is { Address.Length: > 0, HostNetwork: false }) addresses.Take(pod.Uid, pod.Address);
        if (entry.Demand is null || entry.DemandGeneration != pod.Generation)
        {
            entry.Demand = PodDemand.Of((Pod)reader.Read(json, KubeKind.Pod, pod.Key), names);
            entry.DemandGeneration = pod.Generation;
        }
        if (pod.IsOver) entry.Machine.Pods.Remove(pod.Uid);
        else if (pod.StartTime is not null) entry.Machine.Pods[pod.Uid] = entry.Demand;
    }

    private void Forget(string uid)
    {
        addresses.Release(uid);
        if (!entries.Remove(uid, out var entry)) return;
        entry.IsGone = true;
        entry.Machine.Pods.Remove(uid);
    }

    /// <summary>A pod, its node, and what is to come.</summary>
    internal sealed class Entry(Machine machine, PodState pod)
    {
        public Machine Machine => machine;
        public PodState Pod { get; set; } = pod;
        public PodDemand? Demand { get; set; }
        public long DemandGeneration { get; set; }

        /// <summary>The state says more than the server knows.</summary>
        public bool Unwritten { get; set; }

        /// <summary>The node's last word: all time is over.</summary>
        public bool Deleted { get; set; }

        /// <summary>Its end was told of.</summary>
        public bool Killing { get; set; }
        public bool AskedForNode { get; set; }
        public bool IsDirty { get; set; }
        public bool IsGone { get; set; }
        public string Step { get; set; } = "";
        public DateTimeOffset StepDue { get; set; }
        public DateTimeOffset? DeadlineTimer { get; set; }
    }
}
