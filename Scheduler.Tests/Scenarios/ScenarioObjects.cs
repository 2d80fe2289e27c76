using Scheduler.Core.Objects;

namespace Scheduler.Tests.Scenarios;

/// <summary>Makes objects from words.</summary>
internal static class ScenarioObjects
{
    private static readonly DateTimeOffset Long = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static Node MakeNode(string name, Words words)
    {
        StringMap labels = words.Map("labels").With("kubernetes.io/hostname", name);
        if (words["zone"] is { } zone) labels = labels.With("topology.kubernetes.io/zone", zone);
        List<KeyValuePair<string, Quantity>> amounts = [.. words.Amounts("cpu", "memory").Items.ToArray(), new("pods", Quantity.FromUnits(words.Number("pods", 110)))];
        return new()
        {
            Metadata = new() { Name = name, Labels = labels, Annotations = words.Map("annotations") },
            Unschedulable = words.Has("unschedulable"),
            Taints = [.. words.All("taint").Select(MakeTaint)],
            Allocatable = ResourceList.From(amounts),
            Capacity = ResourceList.From(amounts),
            DeclaredFeatures = words.List("features"),
            Conditions = [.. words.All("condition").Select(Words.Pair).Select(pair => new NodeCondition(pair.Key, pair.Value, ""))],
        };
    }

    public static Pod MakePod(string name, Words words, DateTimeOffset now)
    {
        string ns = words.Text("ns", "default");
        List<Volume> volumes = [.. words.List("claim").Select(claim => new Volume { Name = claim, ClaimName = claim })];
        if (words["disk"] is { } disk) volumes.Add(new() { Name = disk, GcePersistentDisk = new(disk, false) });
        return new()
        {
            Metadata = new()
            {
                Name = name,
                Namespace = ns,
                Uid = words.Text("uid", $"{ns}/{name}"),
                Labels = words.Map("labels"),
                CreationTimestamp = now,
                DeletionTimestamp = words.Has("deleting") ? now : null,
                OwnerReferences = words["owner"] is { } owner ? [new("apps/v1", "ReplicaSet", owner, owner, true)] : [],
            },
            Spec = new()
            {
                NodeName = words.Text("node"),
                SchedulerName = words.Text("scheduler"),
                Priority = words.Number("priority"),
                PreemptionPolicy = words.Text("preemption"),
                NodeSelector = words.Has("selector") ? words.Map("selector") : null,
                Tolerations = [.. words.All("tolerates").Select(MakeToleration)],
                SchedulingGates = words.List("gates"),
                HostNetwork = words.Has("hostnet"),
                HostUsers = words.Has("hostnet") ? false : null,
                TopologySpreadConstraints = [.. words.All("spread").Select(MakeSpread)],
                Affinity = MakeAffinity(words),
                Volumes = [.. volumes],
                Containers =
                [
                    new()
                    {
                        Name = "main",
                        Resources = new() { Requests = words.Amounts("cpu", "memory") },
                        Ports = [.. words.List("port").Select(port => new ContainerPort(int.Parse(port, System.Globalization.CultureInfo.InvariantCulture), 0, "", "", ""))],
                    },
                ],
            },
            Status = new()
            {
                Phase = words.Text("phase", "Pending"),
                NominatedNodeName = words.Text("nominated"),
                StartTime = words.Has("node") ? Long.AddSeconds(words.Number("start")) : null,
            },
        };
    }

    public static PersistentVolumeClaim MakeClaim(string name, Words words) => new()
    {
        Metadata = new()
        {
            Name = name,
            Namespace = words.Text("ns", "default"),
            Uid = $"claim-{name}",
            Annotations = words.Has("bound") ? StringMap.Of(("pv.kubernetes.io/bind-completed", "yes")) : StringMap.Empty,
        },
        StorageClassName = words.Text("class"),
        VolumeName = words.Text("volume"),
        AccessModes = [words.Text("mode", "ReadWriteOnce")],
        RequestedStorage = Quantity.Parse(words.Text("size", "1Gi")),
        Phase = words.Has("bound") ? "Bound" : "Pending",
    };

    public static PersistentVolume MakeVolume(string name, Words words) => new()
    {
        Metadata = new() { Name = name, Labels = words.Map("labels") },
        Capacity = Quantity.Parse(words.Text("size", "1Gi")),
        AccessModes = [words.Text("mode", "ReadWriteOnce")],
        StorageClassName = words.Text("class"),
        Phase = words.Text("phase", "Available"),
        ClaimRef = words["claim"] is { } claim ? new("default", claim, $"claim-{claim}") : null,
        NodeAffinity = words["node"] is { } node ? new([new() { MatchExpressions = [new("kubernetes.io/hostname", "In", [node])] }]) : null,
    };

    public static StorageClass MakeClass(string name, Words words) => new()
    {
        Metadata = new() { Name = name },
        Provisioner = words.Text("provisioner", "kubernetes.io/no-provisioner"),
        VolumeBindingMode = words.Text("mode", "WaitForFirstConsumer"),
    };

    public static CsiNode MakeCsiNode(string name, Words words) => new()
    {
        Metadata = new() { Name = name },
        Drivers = [.. words.List("limit").Select(Words.Pair).Select(pair =>
            new CsiNodeDriver(pair.Key, name, [], int.Parse(pair.Value, System.Globalization.CultureInfo.InvariantCulture)))],
    };

    public static PodDisruptionBudget MakeBudget(string name, Words words) => new()
    {
        Metadata = new() { Name = name, Namespace = words.Text("ns", "default") },
        Selector = new() { MatchLabels = words.Map("selector") },
        DisruptionsAllowed = words.Number("allowed"),
    };

    private static Taint MakeTaint(string text)
    {
        string[] parts = text.Split(':');
        return new(parts[0], parts.Length > 2 ? parts[1] : "", parts[^1]);
    }

    private static Toleration MakeToleration(string text)
    {
        string[] parts = text.Split(':');
        return new(parts[0], "Exists", "", parts.Length > 1 ? parts[1] : "");
    }

    /// <summary><c>zone:1:hard:app:web</c>: key, skew, hard or soft, label, value.</summary>
    private static TopologySpreadConstraint MakeSpread(string text)
    {
        string[] parts = text.Split(':');
        return new()
        {
            TopologyKey = Key(parts[0]),
            MaxSkew = int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture),
            WhenUnsatisfiable = parts[2] == "hard" ? "DoNotSchedule" : "ScheduleAnyway",
            LabelSelector = new() { MatchLabels = StringMap.Of((parts[3], parts[4])) },
        };
    }

    private static Affinity? MakeAffinity(Words words)
    {
        if (!words.Has("near") && !words.Has("away") && !words.Has("on")) return null;
        return new()
        {
            PodAffinity = words.Has("near") ? new() { Required = [.. words.All("near").Select(MakeTerm)] } : null,
            PodAntiAffinity = words.Has("away") ? new() { Required = [.. words.All("away").Select(MakeTerm)] } : null,
            NodeAffinity = words["on"] is { } on
                ? new() { Required = new([new() { MatchExpressions = [new(Words.Pair(on).Key, "In", [Words.Pair(on).Value])] }]) }
                : null,
        };
    }

    /// <summary><c>app:web@zone</c>.</summary>
    private static PodAffinityTerm MakeTerm(string text)
    {
        string[] sides = text.Split('@');
        return new() { TopologyKey = Key(sides[1]), LabelSelector = new() { MatchLabels = StringMap.From([Words.Pair(sides[0])]) } };
    }

    private static string Key(string text) => text switch
    {
        "zone" => "topology.kubernetes.io/zone",
        "hostname" => "kubernetes.io/hostname",
        _ => text,
    };
}
