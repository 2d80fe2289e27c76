using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Validation.Defaulting;

/// <summary>The verbs of defaulting: set what is missing, leave what is there.</summary>
internal static class Fill
{
    /// <summary>An empty string counts as missing.</summary>
    public static void Text(JsonObject target, string name, string value)
    {
        if (string.IsNullOrEmpty(target[name].Text()))
            target[name] = value;
    }

    /// <summary>A text whose emptiness means something: only its absence is filled.</summary>
    public static void AbsentText(JsonObject target, string name, string value)
    {
        if (target[name] is null)
            target[name] = value;
    }

    public static void Number(JsonObject target, string name, long value)
    {
        if (target[name] is null)
            target[name] = value;
    }

    /// <summary>Zero counts as missing.</summary>
    public static void NonZero(JsonObject target, string name, long value)
    {
        if (target[name].Int() is null or 0)
            target[name] = value;
    }

    public static void Flag(JsonObject target, string name, bool value)
    {
        if (target[name] is null)
            target[name] = value;
    }

    /// <summary>The object at a name, made if it is missing.</summary>
    public static JsonObject Object(JsonObject target, string name)
    {
        if (target[name] is JsonObject found)
            return found;
        var made = new JsonObject();
        target[name] = made;
        return made;
    }

    public static void Texts(JsonObject target, string name, params string[] values)
    {
        if (target[name] is null)
            target[name] = new JsonArray([.. values.Select(v => (JsonNode)v)]);
    }
}
