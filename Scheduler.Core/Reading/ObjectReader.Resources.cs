using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Scheduler.Core.Objects;

namespace Scheduler.Core.Reading;

/// <summary>Quantities and what is made of them.</summary>
internal ref partial struct ObjectReader
{
    /// <summary>A quantity, written as a string or as a number; null where absent.</summary>
    private Quantity? QuantityOrNull()
    {
        json.Read();
        switch (json.TokenType)
        {
            case JsonTokenType.Null: return null;
            case JsonTokenType.String or JsonTokenType.Number: break;
            default: FailType("a quantity"); break;
        }

        if (Quantity.TryParse(json.ValueSpan.Trim(" \t\r\n"u8), out Quantity quantity)) return quantity;
        Fail($"\"{Encoding.UTF8.GetString(json.ValueSpan)}\" is not a quantity");
        return null;
    }

    /// <summary>Amounts by name, empty where absent.</summary>
    private ResourceList Resources() =>
        Shared(intern.Resources, static (ref ObjectReader reader) => reader.ResourcesHere()) ?? ResourceList.Empty;

    private ResourceList ResourcesHere()
    {
        BeginObject();
        amounts ??= [];
        amounts.Clear();
        while (NextField())
        {
            string name = FieldName();
            if (QuantityOrNull() is { } quantity) amounts.Add(new(name, quantity));
        }

        return ResourceList.From(CollectionsMarshal.AsSpan(amounts));
    }

    /// <summary>Requests and limits; null where absent.</summary>
    private ResourceRequirements? RequirementsOrNull() => Object(static (ref ObjectReader reader) => reader.RequirementsHere());

    private ResourceRequirements RequirementsHere()
    {
        BeginObject();
        ResourceList requests = ResourceList.Empty, limits = ResourceList.Empty;
        while (NextField())
        {
            if (Is("requests"u8)) requests = Resources();
            else if (Is("limits"u8)) limits = Resources();
            else SkipValue();
        }

        return new() { Requests = requests, Limits = limits };
    }
}
