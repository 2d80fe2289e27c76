using Scheduler.Host.Client;

namespace Scheduler.Tests.Host.Scheduling;

/// <summary>
/// Goes through the journal of one scheduler from its start to its end, keeps by itself what the scheduler had been told and had assumed, and says of
/// which decisions there was no room on the node at that moment. Only cpu is counted.
/// </summary>
internal sealed class RoomCheck(PodHistory history, int cpuOfNode)
{
    private readonly Dictionary<string, PodVersion> told = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Node, int Cpu)> assumed = new(StringComparer.Ordinal);

    public int Decisions { get; private set; }

    public IEnumerable<string> Problems(IEnumerable<JournalEntry> journal)
    {
        foreach (JournalEntry entry in journal)
        {
            switch (entry.Name)
            {
                case "LogTook" when entry.Values["Change"] is ChangeKind.Deleted: Forget(entry.Word("Pod")); break;
                case "LogTook": Take(entry.Word("Pod"), entry.Number("Version")); break;
                case "LogNotBound": assumed.Remove(entry.Word("Pod")); break;
                case "LogPlaced" when Place(entry.Word("Pod"), entry.Word("Node")) is { } problem: yield return problem; break;
            }
        }
    }

    private void Forget(string pod)
    {
        told.Remove(pod);
        assumed.Remove(pod);
    }

    private void Take(string pod, long version)
    {
        if (history.At(pod, version) is not { } now) return;
        told[pod] = now;
        if (now.Node.Length > 0 || now.IsGone) assumed.Remove(pod);
    }

    private string? Place(string pod, string node)
    {
        Decisions++;
        int cpu = told[pod].Cpu;
        int taken = told.Values.Where(one => one.Node == node).Sum(one => one.CpuTaken) + assumed.Values.Where(one => one.Node == node).Sum(one => one.Cpu);
        assumed[pod] = (node, cpu);
        return taken + cpu <= cpuOfNode ? null : $"{pod} ({cpu}) went to {node} where {taken} of {cpuOfNode} were taken";
    }
}
