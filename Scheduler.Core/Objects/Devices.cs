using System.Text.Json;

namespace Scheduler.Core.Objects;

/// <summary>A resource claim. Its request and allocation are kept as JSON: no plugin reads them yet.</summary>
public sealed record ResourceClaim : IKubeObject
{
    public ObjectMeta Metadata { get; init; } = new();
    public JsonElement Spec { get; init; }
    public JsonElement Status { get; init; }
}

/// <summary>Devices that a driver offers, kept as JSON: no plugin reads them yet.</summary>
public sealed record ResourceSlice : IKubeObject
{
    public ObjectMeta Metadata { get; init; } = new();
    public string Driver { get; init; } = "";
    public string NodeName { get; init; } = "";
    public JsonElement Spec { get; init; }
}

/// <summary>A class of devices, and the extended resource that it stands for, if any.</summary>
public sealed record DeviceClass : IKubeObject
{
    public ObjectMeta Metadata { get; init; } = new();
    public string? ExtendedResourceName { get; init; }
    public JsonElement Spec { get; init; }
}
