using System.Text.Json;
using Scheduler.Core.Objects;

namespace Scheduler.Core.Reading;

/// <summary>Dynamic resource allocation.</summary>
internal ref partial struct ObjectReader
{
    private ResourceClaim ResourceClaimHere()
    {
        BeginObject();
        ResourceClaim claim = new();
        while (NextField())
        {
            if (Is("metadata"u8)) claim = claim with { Metadata = Metadata() };
            else if (Is("spec"u8)) claim = claim with { Spec = JsonObject() };
            else if (Is("status"u8)) claim = claim with { Status = JsonObject() };
            else SkipValue();
        }

        return claim;
    }

    private ResourceSlice ResourceSliceHere()
    {
        BeginObject();
        ResourceSlice slice = new();
        while (NextField())
        {
            if (Is("metadata"u8)) slice = slice with { Metadata = Metadata() };
            else if (Is("spec"u8)) slice = ResourceSliceSpec(slice);
            else SkipValue();
        }

        return slice;
    }

    private ResourceSlice ResourceSliceSpec(ResourceSlice slice)
    {
        Utf8JsonReader start = json;
        if (!Enter()) return slice;
        while (NextField())
        {
            if (Is("driver"u8)) slice = slice with { Driver = Text() };
            else if (Is("nodeName"u8)) slice = slice with { NodeName = Text() };
            else SkipValue();
        }

        json = start;
        return slice with { Spec = JsonObject() };
    }

    private DeviceClass DeviceClassHere()
    {
        BeginObject();
        DeviceClass deviceClass = new();
        while (NextField())
        {
            if (Is("metadata"u8)) deviceClass = deviceClass with { Metadata = Metadata() };
            else if (Is("spec"u8)) deviceClass = DeviceClassSpec(deviceClass);
            else SkipValue();
        }

        return deviceClass;
    }

    private DeviceClass DeviceClassSpec(DeviceClass deviceClass)
    {
        Utf8JsonReader start = json;
        if (!Enter()) return deviceClass;
        while (NextField())
        {
            if (Is("extendedResourceName"u8)) deviceClass = deviceClass with { ExtendedResourceName = TextOrNull() };
            else SkipValue();
        }

        json = start;
        return deviceClass with { Spec = JsonObject() };
    }

    /// <summary>The object as it is; undefined where absent.</summary>
    private JsonElement JsonObject()
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Null) return default;
        BeginObject();
        return JsonElement.ParseValue(ref json);
    }
}
