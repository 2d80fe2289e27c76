using System.Collections;
using System.Reflection;
using System.Text.Json;

namespace Scheduler.Tests;

/// <summary>Compares records by what is in them. A record's own equality stops at arrays, which it compares by reference.</summary>
public static class DeepEquality
{
    /// <summary>Path of the first difference, or null where there is none.</summary>
    public static string? Difference(object? a, object? b, string path = "")
    {
        if (a is null || b is null) return a is null && b is null ? null : $"{path}: {a ?? "null"} is not {b ?? "null"}";
        if (a.GetType() != b.GetType()) return $"{path}: {a.GetType().Name} is not {b.GetType().Name}";
        if (a is JsonElement element) return JsonElement.DeepEquals(element, (JsonElement)b) ? null : $"{path}: {a} is not {b}";
        if (a is Array items) return Items(items, (Array)b, path);
        return HasItsOwnEquality(a.GetType()) ? (a.Equals(b) ? null : $"{path}: {a} is not {b}") : Properties(a, b, path);
    }

    private static bool HasItsOwnEquality(Type type) => type.IsPrimitive || (!type.IsGenericType && (type.Namespace == "System" || IsEquatableByHand(type)));

    /// <summary>Maps and quantities; but not records, whose equality is generated.</summary>
    private static bool IsEquatableByHand(Type type) => type.IsValueType || (type.GetMethod("<Clone>$") is null && type.GetInterfaces().Contains(typeof(IEquatable<>).MakeGenericType(type)));

    private static string? Items(Array a, Array b, string path)
    {
        if (a.Length != b.Length) return $"{path}: {a.Length} items are not {b.Length}";
        int index = 0;
        IEnumerator others = b.GetEnumerator();
        foreach (object? item in a)
        {
            others.MoveNext();
            if (Difference(item, others.Current, $"{path}[{index++}]") is { } difference) return difference;
        }

        return null;
    }

    private static string? Properties(object a, object b, string path) =>
        a.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(property => Difference(property.GetValue(a), property.GetValue(b), $"{path}.{property.Name}"))
            .FirstOrDefault(difference => difference is not null);
}
