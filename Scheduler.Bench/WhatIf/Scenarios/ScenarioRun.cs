using Scheduler.Bench.Replay;
using Scheduler.Bench.WhatIf.Edits;
using Scheduler.Bench.WhatIf.Worlds;
using Scheduler.Core.Cycle;
using Scheduler.Core.Objects;

namespace Scheduler.Bench.WhatIf.Scenarios;

/// <summary>Plays scenarios, each on a branch of its own, and compares them with the cluster without them.</summary>
/// <param name="world">The dump.</param>
/// <param name="seed">Seed of the tie rule.</param>
/// <param name="order">Another order of the pods, by its seed; null for the one that the dump gives.</param>
public sealed class ScenarioRun(World world, ulong seed, ulong? order)
{
    private BaseResult? without;

    /// <summary>The cluster without any scenario; worked out once.</summary>
    public BaseResult Base => without ??= PlayBase();

    /// <exception cref="Output.InputException">An edit cannot be done.</exception>
    public ScenarioResult Play(Scenario scenario, Action<int>? progress = null)
    {
        BaseResult before = Base;
        World own = world.With(scenario.Config, scenario.Plugins);
        SnapshotDraft draft = scenario.Draft(own.Snapshot);
        using Stage stage = own.Branch(draft, own.Engine(seed));
        Shuffle(stage.Input);
        ReplayResult replay = stage.Play(progress);
        Budgets budgets = new(own.Snapshot.Objects.PodDisruptionBudgets);
        foreach (Departure gone in draft.Departures) budgets.Count(gone.Pod);
        List<PodChange> changes = Compare(before, draft, replay);
        return new()
        {
            Scenario = scenario,
            Replay = replay,
            Changes = changes,
            StillPending = replay.Pods.Count(pod => IsPending(pod) && before.Outcomes.TryGetValue(pod.Pod.Key, out PodOutcome? was) && IsPending(was)),
            Departures = draft.Departures,
            Held = [.. draft.HeldByBudget.Select(held => (held.Pod.Metadata.Key, held.Budget))],
            Budgets = [.. budgets.Uses()],
            Before = before.Utilization,
            After = Utilization.Rows(own.Cluster),
            Setup = stage.Setup,
        };
    }

    private static bool IsPending(PodOutcome pod) => pod.Kind is not (DecisionKind.Placed or DecisionKind.Skipped);

    private BaseResult PlayBase()
    {
        using Stage stage = world.Branch(null, world.Engine(seed));
        Shuffle(stage.Input);
        return new(stage.Play().Pods.ToDictionary(pod => pod.Pod.Key, StringComparer.Ordinal), Utilization.Rows(world.Cluster));
    }

    private void Shuffle(ReplayInput input)
    {
        if (order is { } by) input.Shuffle(by);
    }

    /// <summary>Who neither has a turn nor is in the draft is where it was.</summary>
    private List<PodChange> Compare(BaseResult before, SnapshotDraft draft, ReplayResult replay)
    {
        Dictionary<string, PodOutcome> after = replay.Pods.ToDictionary(pod => pod.Pod.Key, StringComparer.Ordinal);
        SortedSet<string> keys = new([.. before.Outcomes.Keys, .. after.Keys, .. draft.ChangedPods.Keys], StringComparer.Ordinal);
        List<PodChange> changes = [];
        foreach (string key in keys)
        {
            Pod? was = world.Snapshot.FindPod(key), now = draft.FindPod(key);
            string from = before.Outcomes.TryGetValue(key, out PodOutcome? old) ? old.Node : was?.Spec.NodeName ?? "";
            string to = after.TryGetValue(key, out PodOutcome? outcome) ? outcome.Node : now?.Spec.NodeName ?? "";
            if (KindOf(was is not null, now is not null, from, to) is not { } kind) continue;
            changes.Add(new(key, Owner((now ?? was)!), kind, from, to, outcome?.Message ?? "")
            {
                Preemption = outcome?.Preemption is { } preemption ? PreemptionText.Sentence(outcome.Pod, preemption) : "",
            });
        }

        return changes;
    }

    private static ChangeKind? KindOf(bool was, bool now, string from, string to) => (was, now) switch
    {
        (true, false) => ChangeKind.Gone,
        (false, true) => to.Length > 0 ? ChangeKind.Added : ChangeKind.AddedPending,
        _ when from == to => null,
        _ => from.Length == 0 ? ChangeKind.Placed : to.Length == 0 ? ChangeKind.NewlyPending : ChangeKind.Moved,
    };

    private static string Owner(Pod pod) => pod.Metadata.Controller is { } owner ? $"{pod.Metadata.Namespace}/{owner.Name}" : pod.Metadata.Key;
}
