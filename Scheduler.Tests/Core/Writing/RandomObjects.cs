using System.Reflection;
using System.Text.Json;
using Scheduler.Core.Objects;
using Scheduler.Core.Reading;

namespace Scheduler.Tests.Core.Writing;

/// <summary>Makes any object of the model at random by going over its properties, so that a field added to the model is tested without further ado.</summary>
public sealed class RandomObjects(int seed)
{
    private static readonly NullabilityInfoContext Nullability = new();
    private static readonly string[] Texts = ["", "a", "web", "topology.kubernetes.io/zone", "In", "\"quoted\" \\ <é€😀>\n", "kube-system", "true", "1"];

    private readonly Random random = new(seed);

    /// <summary>A random object of a kind.</summary>
    public IKubeObject Make(KubeKind kind) => kind switch
    {
        KubeKind.ReplicaSet or KubeKind.StatefulSet or KubeKind.Deployment or KubeKind.DaemonSet or KubeKind.Job =>
            (Workload)Value(typeof(Workload)) with { Kind = kind.ToString() },
        KubeKind.PersistentVolume => WithSource((PersistentVolume)Value(typeof(PersistentVolume))),
        KubeKind.PodDisruptionBudget => WithSortedNames((PodDisruptionBudget)Value(typeof(PodDisruptionBudget))),
        KubeKind.ResourceSlice => WithSpec((ResourceSlice)Value(typeof(ResourceSlice))),
        KubeKind.DeviceClass => WithSpec((DeviceClass)Value(typeof(DeviceClass))),
        _ => (IKubeObject)Value(typeof(Node).Assembly.GetType($"Scheduler.Core.Objects.{kind}", throwOnError: true)!),
    };

    private object Value(Type type)
    {
        if (type == typeof(string)) return Texts[random.Next(Texts.Length)];
        if (type == typeof(bool)) return random.Next(2) == 0;
        if (type == typeof(int)) return (int)Number(int.MinValue, int.MaxValue);
        if (type == typeof(long)) return Number(long.MinValue, long.MaxValue);
        if (type == typeof(Quantity)) return new Quantity((Int128)Number(long.MinValue, long.MaxValue) * random.Next(1, 1_000_000_000));
        if (type == typeof(DateTimeOffset)) return DateTimeOffset.UnixEpoch.AddSeconds(random.Next()).AddTicks(random.Next(2) * random.Next(10_000_000));
        if (type == typeof(JsonElement)) return JsonSerializer.SerializeToElement(new { driver = "d", list = new[] { random.Next(), 2 }, none = (string?)null });
        if (type == typeof(StringMap)) return StringMap.From(Enumerable.Range(0, random.Next(4)).Select(_ => KeyValuePair.Create(Text(), Text())));
        if (type == typeof(ResourceList)) return ResourceList.From(Enumerable.Range(0, random.Next(4)).Select(_ => KeyValuePair.Create(ResourceName(), (Quantity)Value(typeof(Quantity)))));
        if (type.IsArray) return Items(type.GetElementType()!);
        return type == typeof(Volume) ? WithSource((Volume)Record(type)) : Record(type);
    }

    private string Text() => (string)Value(typeof(string));

    private string ResourceName() => ((string[])["cpu", "memory", "ephemeral-storage", "pods", "nvidia.com/gpu", "hugepages-2Mi", "storage"])[random.Next(7)];

    private long Number(long least, long most) => random.Next(4) switch { 0 => 0, 1 => least, 2 => most, _ => random.NextInt64(least, most) };

    private Array Items(Type type)
    {
        Array items = Array.CreateInstance(type, random.Next(3));
        for (int i = 0; i < items.Length; i++) items.SetValue(Value(type), i);
        return items;
    }

    private object Record(Type type)
    {
        ConstructorInfo constructor = type.GetConstructors().MaxBy(candidate => candidate.GetParameters().Length)!;
        object record = constructor.Invoke([.. constructor.GetParameters().Select(Argument)]);
        if (constructor.GetParameters().Length > 0) return record;
        foreach (PropertyInfo property in type.GetProperties().Where(property => property.CanWrite && !IsNull(Nullability.Create(property))))
            property.SetValue(record, Value(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType));
        return record;
    }

    private object? Argument(ParameterInfo parameter)
    {
        // The value of a KeyValuePair is declared T: only the record that uses the pair knows that it may be null, so it is never null here.
        if (IsNull(Nullability.Create(parameter)) && !parameter.Member.DeclaringType!.IsGenericType) return null;
        return Value(Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType);
    }

    private bool IsNull(NullabilityInfo info) => info.ReadState == NullabilityState.Nullable && random.Next(3) == 0;

    /// <summary>Keeps what JSON can say: a handle belongs to a source, a class to an ephemeral volume.</summary>
    private Volume WithSource(Volume volume)
    {
        string? source = volume.MigratableSource is null ? null : MigratableSources.InVolumes[random.Next(MigratableSources.InVolumes.Length)].Name;
        return volume with
        {
            MigratableSource = source,
            MigratableHandle = source is null ? "" : volume.MigratableHandle,
            EphemeralStorageClassName = volume.IsEphemeral ? volume.EphemeralStorageClassName : null,
        };
    }

    private PersistentVolume WithSource(PersistentVolume volume)
    {
        MigratableSource[] sources = MigratableSources.InPersistentVolumes;
        string? source = volume.MigratableSource is null ? null : sources[random.Next(sources.Length)].Name;
        return volume with { MigratableSource = source, MigratableHandle = source is null ? "" : volume.MigratableHandle };
    }

    private static PodDisruptionBudget WithSortedNames(PodDisruptionBudget budget) =>
        budget with { DisruptedPods = [.. budget.DisruptedPods.Distinct().Order(StringComparer.Ordinal)] };

    private static ResourceSlice WithSpec(ResourceSlice slice) =>
        slice with { Spec = JsonSerializer.SerializeToElement(new { driver = slice.Driver, nodeName = slice.NodeName, devices = new[] { 1 } }) };

    private static DeviceClass WithSpec(DeviceClass deviceClass) =>
        deviceClass with { Spec = JsonSerializer.SerializeToElement(new { extendedResourceName = deviceClass.ExtendedResourceName }) };
}
