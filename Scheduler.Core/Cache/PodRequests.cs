using Scheduler.Core.Objects;

namespace Scheduler.Core.Cache;

/// <summary>What a pod requests, in the variants that docs/semantics.md 1.3 tells apart. Sums are exact; rounding happens once per resource.</summary>
public static class PodRequests
{
    /// <summary>The amount that scoring assumes for a container that names no cpu.</summary>
    public static readonly Quantity DefaultCpu = Quantity.FromMilli(100);

    /// <summary>The amount that scoring assumes for a container that names no memory: 200Mi.</summary>
    public static readonly Quantity DefaultMemory = Quantity.FromUnits(200L << 20);

    /// <summary>NodeResourcesFit's filter: the spec alone, pod level included.</summary>
    public static ResourceVector ForFilter(Pod pod, ResourceNames names) =>
        Round(Sum(pod, statusAware: false, podLevel: true, defaultCpu: false, defaultMemory: false), names);

    /// <summary>NodeResourcesFit's score: the spec alone, without pod level, with a default for each container that lacks cpu or memory.</summary>
    public static ResourceVector ForScore(Pod pod, ResourceNames names) =>
        Round(Sum(pod, statusAware: false, podLevel: false, defaultCpu: true, defaultMemory: true), names);

    /// <summary>What the pod takes on its node, resizes included.</summary>
    public static ResourceVector OnNode(Pod pod, ResourceNames names) =>
        Round(Sum(pod, statusAware: true, podLevel: true, defaultCpu: false, defaultMemory: false), names);

    /// <summary>The cpu (milli) and memory (bytes) that scoring assumes to be taken on the pod's node.</summary>
    public static (long CpuMilli, long MemoryBytes) NonZeroOnNode(Pod pod)
    {
        bool cpu = true, memory = true;
        if (SetsPodLevel(pod.Spec))
        {
            Amounts plain = Sum(pod, statusAware: true, podLevel: true, defaultCpu: false, defaultMemory: false);
            cpu = !plain.Contains("cpu");
            memory = !plain.Contains("memory");
        }

        Amounts sum = Sum(pod, statusAware: true, podLevel: true, cpu, memory);
        return (sum["cpu"].MilliValue, sum["memory"].Value);
    }

    /// <summary>True where the spec sets a pod-level request that counts: cpu, memory or huge pages.</summary>
    public static bool SetsPodLevel(PodSpec spec)
    {
        if (spec.Resources is null) return false;
        foreach (KeyValuePair<string, Quantity> item in spec.Resources.Requests.Items)
            if (IsPodLevelName(item.Key)) return true;
        return false;
    }

    private static bool IsPodLevelName(string name) =>
        name is "cpu" or "memory" || name.StartsWith("hugepages-", StringComparison.Ordinal);

    private static Amounts Sum(Pod pod, bool statusAware, bool podLevel, bool defaultCpu, bool defaultMemory)
    {
        PodSpec spec = pod.Spec;
        bool infeasible = statusAware && IsResizeInfeasible(pod);
        Amounts total = new();
        foreach (Container container in spec.Containers)
            total.Add(Of(container, statusAware ? StatusOf(pod.Status.ContainerStatuses, container) : null));

        Amounts sidecars = new(), init = new();
        foreach (Container container in spec.InitContainers)
        {
            if (container.IsRestartable)
            {
                Amounts own = Of(container, statusAware ? StatusOf(pod.Status.InitContainerStatuses, container) : null);
                total.Add(own);
                sidecars.Add(own);
                init.Max(sidecars);
            }
            else
            {
                Amounts current = Of(container, null);
                current.Add(sidecars);
                init.Max(current);
            }
        }

        total.Max(init);
        if (podLevel && SetsPodLevel(spec)) ReplaceByPodLevel(total, pod, statusAware, infeasible);
        foreach (KeyValuePair<string, Quantity> item in spec.Overhead.Items) total.Add(item.Key, item.Value);
        return total;

        Amounts Of(Container container, ContainerStatus? status)
        {
            Amounts own = new();
            if (status?.Resources is null || !infeasible) own.Max(container.Resources.Requests);
            if (status?.Resources is not null)
            {
                own.Max(status.Resources.Requests);
                own.Max(status.AllocatedResources);
            }

            if (defaultCpu && !own.Contains("cpu")) own.Add("cpu", DefaultCpu);
            if (defaultMemory && !own.Contains("memory")) own.Add("memory", DefaultMemory);
            return own;
        }
    }

    private static void ReplaceByPodLevel(Amounts total, Pod pod, bool statusAware, bool infeasible)
    {
        ResourceRequirements? status = statusAware ? pod.Status.Resources : null;
        foreach (KeyValuePair<string, Quantity> item in pod.Spec.Resources!.Requests.Items)
        {
            if (!IsPodLevelName(item.Key)) continue;
            Quantity amount = item.Value;
            if (status is not null)
            {
                Quantity given = Quantity.Max(status.Requests[item.Key] ?? Quantity.Zero, pod.Status.AllocatedResources[item.Key] ?? Quantity.Zero);
                amount = infeasible ? given : Quantity.Max(amount, given);
            }

            total.Set(item.Key, amount);
        }
    }

    private static bool IsResizeInfeasible(Pod pod)
    {
        foreach (PodCondition condition in pod.Status.Conditions)
            if (condition is { Type: "PodResizePending", Reason: "Infeasible" }) return true;
        return false;
    }

    private static ContainerStatus? StatusOf(ContainerStatus[] statuses, Container container)
    {
        foreach (ContainerStatus status in statuses)
            if (status.Name == container.Name) return status;
        return null;
    }

    private static ResourceVector Round(Amounts amounts, ResourceNames names)
    {
        List<(int Id, long Amount)> entries = [];
        foreach ((string name, Quantity quantity) in amounts.Items)
        {
            int id = names.IdOf(name);
            if (id >= 0) entries.Add((id, ResourceNames.Amount(id, quantity)));
        }

        if (entries.Count == 0) return ResourceVector.Empty;
        entries.Sort((a, b) => a.Id.CompareTo(b.Id));
        return new([.. entries.Select(entry => entry.Id)], [.. entries.Select(entry => entry.Amount)]);
    }

    /// <summary>A handful of named amounts; pods name few resources, so a list is enough.</summary>
    private sealed class Amounts
    {
        public List<(string Name, Quantity Amount)> Items { get; } = [];

        public Quantity this[string name] => Find(name) is int i and >= 0 ? Items[i].Amount : Quantity.Zero;

        public bool Contains(string name) => Find(name) >= 0;

        public void Set(string name, Quantity amount)
        {
            int i = Find(name);
            if (i >= 0) Items[i] = (name, amount);
            else Items.Add((name, amount));
        }

        public void Add(string name, Quantity amount) => Set(name, this[name] + amount);

        public void Add(Amounts other)
        {
            foreach ((string name, Quantity amount) in other.Items) Add(name, amount);
        }

        public void Max(Amounts other)
        {
            foreach ((string name, Quantity amount) in other.Items) Max(name, amount);
        }

        public void Max(ResourceList other)
        {
            foreach (KeyValuePair<string, Quantity> item in other.Items) Max(item.Key, item.Value);
        }

        private void Max(string name, Quantity amount)
        {
            int i = Find(name);
            if (i < 0) Items.Add((name, amount));
            else Items[i] = (name, Quantity.Max(Items[i].Amount, amount));
        }

        private int Find(string name)
        {
            for (int i = 0; i < Items.Count; i++)
                if (Items[i].Name == name) return i;
            return -1;
        }
    }
}
