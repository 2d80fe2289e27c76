using System.Text.Json;
using Scheduler.Core.Configuration;
using Scheduler.Plugins.NodeResourcesFit;

namespace Scheduler.Plugins.Configuration;

/// <summary>What the arguments of several plugins have in common.</summary>
internal static class ArgsReading
{
    /// <summary>The arguments as an object whose <c>apiVersion</c> and <c>kind</c>, if written, are those of <typeparamref name="T"/>.</summary>
    public static StrictObject Begin<T>(JsonElement? json, FieldErrors errors)
        where T : IPluginArgs
    {
        StrictObject written = StrictObject.Of(json, errors);
        written.CheckType(SchedulerConfiguration.ApiVersion, typeof(T).Name, required: false);
        return written;
    }

    /// <summary>A resource with its weight; a weight of 0, or none, is 1.</summary>
    public static ResourceSpec Resource(StrictObject written)
    {
        ResourceSpec resource = new(written.String("name") ?? "", written.Int64("weight") is long weight and not 0 ? weight : 1);
        written.End();
        return resource;
    }

    /// <summary>The points of the field <c>shape</c>; there may be none.</summary>
    public static UtilizationShapePoint[] Shape(StrictObject parent)
    {
        StrictObject[] entries = parent.Objects("shape");
        UtilizationShapePoint[] shape = [.. entries.Select(Point)];
        for (int i = 0; i < shape.Length; i++)
        {
            if (shape[i].Utilization is < 0 or > 100) entries[i].Error("utilization", "must be 0 to 100");
            if (shape[i].Score is < 0 or > 10) entries[i].Error("score", "must be 0 to 10");
            if (i > 0 && shape[i - 1].Utilization >= shape[i].Utilization) entries[i].Error("utilization", "must be larger than that of the point before");
        }

        return shape;
    }

    private static UtilizationShapePoint Point(StrictObject written)
    {
        UtilizationShapePoint point = new(written.Int32("utilization") ?? 0, written.Int32("score") ?? 0);
        written.End();
        return point;
    }
}
