using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Tables;

/// <summary>
/// What a pod's container statuses say together. While init containers run, the first that is not done gives the word; afterwards the
/// first container that waits or has ended does, and the phase if none.
/// </summary>
internal sealed class PodState
{
    private readonly JsonObject[] _sidecars;
    private long _restarts;
    private string _lastRestart = "";

    public PodState(JsonObject spec, JsonObject status)
    {
        JsonObject[] inits = [.. spec["initContainers"].Objects()];
        _sidecars = [.. inits.Where(c => c.Text("restartPolicy") == "Always")];
        Total = ((spec["containers"] as JsonArray)?.Count ?? 0) + _sidecars.Length;
        Reason = PhaseWord(status);
        bool isInitializing = ReadInits([.. status["initContainerStatuses"].Objects()], inits.Length);
        if (!isInitializing || HasTrue(status, "Initialized"))
            ReadContainers(status);
    }

    public int Ready { get; private set; }

    public int Total { get; }

    public string Reason { get; private set; }

    public string RestartsText(DateTimeOffset now) =>
        _restarts != 0 && _lastRestart.Length > 0 ? $"{_restarts} ({CellText.Since(_lastRestart, now)} ago)" : $"{_restarts}";

    private static string PhaseWord(JsonObject status)
    {
        bool isGated = status["conditions"].Objects().Any(c => c.Text("type") == "PodScheduled" && c.Text("reason") == "SchedulingGated");
        if (isGated)
            return "SchedulingGated";
        return status.Text("reason") is { Length: > 0 } reason ? reason : status.Text("phase") ?? "";
    }

    private bool ReadInits(JsonObject[] statuses, int count)
    {
        (long Restarts, string Last) sidecars = (0, "");
        for (int i = 0; i < statuses.Length; i++)
        {
            JsonObject container = statuses[i];
            bool isSidecar = _sidecars.Any(s => s.Text("name") == container.Text("name"));
            CountRestarts(container);
            if (isSidecar)
                sidecars = (sidecars.Restarts + (container.Int("restartCount") ?? 0), Later(sidecars.Last, container));
            if (container.Int("state", "terminated", "exitCode") == 0)
                continue;
            if (isSidecar && container.Bool("started") == true)
            {
                Ready += container.Bool("ready") == true ? 1 : 0;
                continue;
            }

            Reason = InitWord(container, i, count);
            return true;
        }

        (_restarts, _lastRestart) = sidecars;
        return false;
    }

    private static string InitWord(JsonObject container, int index, int count)
    {
        if (container.Object("state", "terminated") is { } ended)
            return "Init:" + EndWord(ended);
        string waiting = container.Text("state", "waiting", "reason") ?? "";
        return waiting.Length > 0 && waiting != "PodInitializing" ? "Init:" + waiting : $"Init:{index}/{count}";
    }

    private void ReadContainers(JsonObject status)
    {
        bool anyRuns = false;
        foreach (JsonObject container in status["containerStatuses"].Objects().Reverse())
        {
            CountRestarts(container);
            if (container.Text("state", "waiting", "reason") is { Length: > 0 } waiting)
            {
                Reason = waiting;
            }
            else if (container.Object("state", "terminated") is { } ended)
            {
                Reason = EndWord(ended);
            }
            else if (container.Bool("ready") == true && container.Object("state", "running") is not null)
            {
                anyRuns = true;
                Ready++;
            }
        }

        if (Reason == "Completed" && anyRuns)
            Reason = HasTrue(status, "Ready") ? "Running" : "NotReady";
    }

    private void CountRestarts(JsonObject container)
    {
        _restarts += container.Int("restartCount") ?? 0;
        _lastRestart = Later(_lastRestart, container);
    }

    private static string Later(string last, JsonObject container)
    {
        string ended = container.Text("lastState", "terminated", "finishedAt") ?? "";
        return string.CompareOrdinal(ended, last) > 0 ? ended : last;
    }

    private static string EndWord(JsonObject ended)
    {
        if (ended.Text("reason") is { Length: > 0 } reason)
            return reason;
        return ended.Int("signal") is { } signal and not 0 ? $"Signal:{signal}" : $"ExitCode:{ended.Int("exitCode") ?? 0}";
    }

    private static bool HasTrue(JsonObject status, string type) =>
        status["conditions"].Objects().Any(c => c.Text("type") == type && c.Text("status") == "True");
}
