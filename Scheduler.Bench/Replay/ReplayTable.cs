using System.Globalization;
using Scheduler.Bench.Output;
using Scheduler.Core.Cycle;
using Spectre.Console;

namespace Scheduler.Bench.Replay;

/// <summary>A replay for people: where pods went, which wait and why, how full the cluster is, and the numbers of the run.</summary>
public static class ReplayTable
{
    /// <summary>Up to this many placed pods get a row each; more are shown by owner.</summary>
    private const int PodsInRows = 40;
    private const int NodesInCell = 6;

    public static void Write(ReplayResult result)
    {
        PodOutcome[] placed = [.. result.Pods.Where(pod => pod.Kind == DecisionKind.Placed)];
        if (placed.Length > PodsInRows) WriteByOwner(placed);
        else if (placed.Length > 0) WritePods(placed);
        WritePending([.. result.Pods.Where(pod => pod.Kind != DecisionKind.Placed)]);
        WriteUtilization(result);
        WriteSummary(result);
    }

    private static void WritePods(PodOutcome[] placed)
    {
        Table table = NewTable("placed pod", "node", "score", "in the dump");
        foreach (PodOutcome pod in placed)
            table.AddRow(Cell(pod.Pod.Key + Mark(pod)), Cell(pod.Node), Cell(pod.Score == 0 ? "only one" : Number(pod.Score)), Cell(pod.NodeBefore ?? "pending"));
        Terminal.Out.Write(table);
    }

    private static void WriteByOwner(PodOutcome[] placed)
    {
        Table table = NewTable("placed pods of", "pods", "nodes");
        foreach (IGrouping<string, PodOutcome> owner in placed.GroupBy(Owner).OrderBy(group => group.Key, StringComparer.Ordinal))
            table.AddRow(Cell(owner.Key + Mark(owner.First())), Cell(Number(owner.Count())), Cell(Nodes(owner)));
        Terminal.Out.Write(table);
    }

    /// <summary>Pods that wait for the same reason share a row.</summary>
    private static void WritePending(PodOutcome[] pending)
    {
        if (pending.Length == 0) return;
        Table table = NewTable("pending", "pods", "why");
        foreach (IGrouping<(string Owner, string Message), PodOutcome> same in pending.GroupBy(pod => (Owner(pod), pod.Message)))
        {
            string who = same.Count() == 1 ? same.First().Pod.Key : same.Key.Owner;
            table.AddRow(Cell(who + Mark(same.First())), Cell(Number(same.Count())), Cell(same.Key.Message + Preemption(same)));
        }

        Terminal.Out.Write(table);
    }

    private static void WriteUtilization(ReplayResult result)
    {
        Table table = NewTable("requested of allocatable", "nodes", "pods", "cpu", "memory");
        foreach (UtilizationRow row in Utilization.Rows(result.Input.Cluster))
            table.AddRow(Cell(row.Group), Cell(Number(row.Nodes)), Cell(Number(row.Pods)), Cell(Percent(row.CpuPercent)), Cell(Percent(row.MemoryPercent)));
        Terminal.Out.Write(table);
    }

    private static void WriteSummary(ReplayResult result)
    {
        AgreementSummary agreement = AgreementSummary.Of(result);
        string skipped = result.Skipped > 0 ? $", {result.Skipped} not ours to place" : "";
        Console.WriteLine($"{result.Placed} placed, {result.Pending} pending{skipped}; {result.Input.Cluster.Nodes.Count} nodes");
        if (result.Pods.Any(pod => pod.NodeBefore is not null))
            Console.WriteLine($"agreement: {agreement.SameNode} of {result.Pods.Count(pod => pod.NodeBefore is not null)} pods on the node where they ran in the dump");
        int withMessage = result.Pods.Count(pod => pod.MessageBefore is not null);
        if (withMessage > 0) Console.WriteLine($"agreement: {agreement.SameMessage} of {withMessage} pending pods with exactly the message in the dump");
        int partly = result.Pods.Count(pod => pod.IsNotFullyEvaluated);
        if (partly > 0) Console.WriteLine($"{partly} pods marked * ask for resource claims, which no plugin evaluates yet: not fully evaluated");
        if (result.Pods.FirstOrDefault(pod => pod.Preemption is not null) is { } preempting)
            Console.WriteLine($"nobody is evicted in a replay; why that node and these pods: --explain {preempting.Pod.Key}");
        Console.WriteLine($"{result.PodsPerSecond.ToString("N0", CultureInfo.InvariantCulture)} pods per second");
        Console.WriteLine($"decision hash {result.DecisionHash}");
    }

    private static string Owner(PodOutcome pod) =>
        pod.Pod.Pod.Metadata.Controller is { } owner ? $"{pod.Pod.Namespace}/{owner.Name}" : pod.Pod.Key;

    private static string Mark(PodOutcome pod) => pod.IsNotFullyEvaluated ? " *" : "";

    private static string Nodes(IEnumerable<PodOutcome> pods)
    {
        string[] nodes = [.. pods
            .GroupBy(pod => pod.Node)
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => group.Count() == 1 ? group.Key : $"{group.Key} ×{group.Count()}")];
        return string.Join(", ", nodes.Take(NodesInCell)) + (nodes.Length > NodesInCell ? $" and {nodes.Length - NodesInCell} more" : "");
    }

    private static string Preemption(IEnumerable<PodOutcome> pods)
    {
        string[] lines = [.. pods
            .Where(pod => pod.Preemption is not null)
            .Select(pod => "\n" + PreemptionText.Sentence(pod.Pod, pod.Preemption!))];
        return string.Concat(lines);
    }

    private static Table NewTable(params string[] columns)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns(columns);
        foreach (string numeric in (string[])["pods", "nodes", "score", "cpu", "memory"])
        {
            int i = Array.IndexOf(columns, numeric);
            if (i > 0 && !(numeric == "nodes" && i == columns.Length - 1)) table.Columns[i].RightAligned().NoWrap();
        }

        return table;
    }

    private static Text Cell(string text) => new(text);

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Percent(double value) => value.ToString("0.0", CultureInfo.InvariantCulture) + " %";
}
