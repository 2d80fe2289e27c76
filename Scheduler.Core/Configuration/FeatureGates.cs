using System.Collections.Frozen;

namespace Scheduler.Core.Configuration;

/// <summary>The feature gates that change scheduling, with the defaults of Kubernetes 1.36.</summary>
public sealed class FeatureGates
{
    /// <summary>All defaults.</summary>
    public static readonly FeatureGates Default = new(FrozenDictionary<string, bool>.Empty);

    private static readonly FrozenDictionary<string, bool> Defaults = new Dictionary<string, bool>
    {
        ["DynamicResourceAllocation"] = true,
        ["DRAExtendedResource"] = true,
        ["DRAPrioritizedList"] = true,
        ["DRAAdminAccess"] = true,
        ["DRAConsumableCapacity"] = true,
        ["DRADeviceTaints"] = true,
        ["DRAPartitionableDevices"] = true,
        ["DRADeviceBindingConditions"] = true,
        ["DRAResourceClaimDeviceStatus"] = true,
        ["DRASchedulerFilterTimeout"] = true,
        ["NodeDeclaredFeatures"] = true,
        ["PodLevelResources"] = true,
        ["InPlacePodVerticalScaling"] = true,
        ["InPlacePodLevelResourcesVerticalScaling"] = true,
        ["SidecarContainers"] = true,
        ["SchedulerQueueingHints"] = true,
        ["SchedulerPopFromBackoffQ"] = true,
        ["SchedulerAsyncPreemption"] = true,
        ["NominatedNodeNameForExpectation"] = true,
        ["OpportunisticBatching"] = true,
        ["NodeInclusionPolicyInPodTopologySpread"] = true,
        ["MatchLabelKeysInPodTopologySpread"] = true,
        ["MatchLabelKeysInPodTopologySpreadSelectorMerge"] = true,
        ["MatchLabelKeysInPodAffinity"] = true,
        ["PodSchedulingReadiness"] = true,
        ["VolumeAttributesClass"] = true,
        ["ImageVolume"] = true,
        ["TaintTolerationComparisonOperators"] = false,
        ["StorageCapacityScoring"] = false,
        ["VolumeLimitScaling"] = false,
        ["GenericWorkload"] = false,
        ["GangScheduling"] = false,
        ["TopologyAwareWorkloadScheduling"] = false,
        ["WorkloadAwarePreemption"] = false,
        ["DRADeviceTaintRules"] = false,
        ["DRAListTypeAttributes"] = false,
        ["DRANodeAllocatableResources"] = false,
        ["DRAWorkloadResourceClaims"] = false,
        ["SchedulerAsyncAPICalls"] = false,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly FrozenDictionary<string, bool> changed;

    private FeatureGates(FrozenDictionary<string, bool> changed) => this.changed = changed;

    /// <summary>The gates that differ from the defaults, by name.</summary>
    public IEnumerable<KeyValuePair<string, bool>> Changed => changed.OrderBy(pair => pair.Key, StringComparer.Ordinal);

    /// <summary>All known gates with the values in force, by name.</summary>
    public IEnumerable<KeyValuePair<string, bool>> All =>
        Defaults.Keys.Order(StringComparer.Ordinal).Select(name => KeyValuePair.Create(name, this[name]));

    /// <summary>Whether a gate is on; a gate that does not exist is off.</summary>
    public bool this[string name] => changed.TryGetValue(name, out bool value) ? value : Defaults.GetValueOrDefault(name);

    /// <summary>True for a name that exists.</summary>
    public static bool IsKnown(string name) => Defaults.ContainsKey(name);

    /// <summary>These gates with some of them set.</summary>
    public FeatureGates With(IEnumerable<KeyValuePair<string, bool>> gates)
    {
        Dictionary<string, bool> all = new(changed, StringComparer.Ordinal);
        foreach ((string name, bool value) in gates) all[name] = value;
        return new(all.ToFrozenDictionary(StringComparer.Ordinal));
    }

    /// <summary>Reads <c>Name=true,Other=false</c>.</summary>
    /// <exception cref="FormatException">A part is not of that form, or names a gate that does not exist.</exception>
    public static FeatureGates Parse(string text)
    {
        List<KeyValuePair<string, bool>> gates = [];
        foreach (string part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] sides = part.Split('=');
            if (sides.Length != 2 || !bool.TryParse(sides[1], out bool value)) throw new FormatException($"feature gate \"{part}\": write Name=true or Name=false");
            if (!IsKnown(sides[0])) throw new FormatException($"feature gate \"{sides[0]}\" does not exist");
            gates.Add(KeyValuePair.Create(sides[0], value));
        }

        return Default.With(gates);
    }
}
