using Scheduler.Bench.Replay;

namespace Scheduler.Bench.WhatIf.Scenarios;

/// <summary>The cluster without any scenario: the pods that wait have had their turn.</summary>
/// <param name="Outcomes">Their turns, by key.</param>
/// <param name="Utilization">How full it is then.</param>
public sealed record BaseResult(IReadOnlyDictionary<string, PodOutcome> Outcomes, IReadOnlyList<UtilizationRow> Utilization);
