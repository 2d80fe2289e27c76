using System.Text.Json;
using Scheduler.Core.Objects;

namespace Scheduler.Core.Writing;

/// <summary>Nodes.</summary>
public static partial class ObjectWriter
{
    private static void NodeFields(Utf8JsonWriter json, Node node)
    {
        json.Object("spec", node, static (writer, it) =>
        {
            writer.FlagIfSet("unschedulable", it.Unschedulable);
            writer.Objects("taints", it.Taints, Taint);
        });
        json.Object("status", node, NodeStatus);
    }

    private static void Taint(Utf8JsonWriter json, Taint taint)
    {
        json.Text("key", taint.Key);
        json.Text("value", taint.Value);
        json.Text("effect", taint.Effect);
    }

    private static void NodeStatus(Utf8JsonWriter json, Node node)
    {
        json.Amounts("capacity", node.Capacity);
        json.Amounts("allocatable", node.Allocatable);
        json.Objects("images", node.Images, static (writer, image) =>
        {
            writer.Texts("names", image.Names);
            writer.NumberIfSet("sizeBytes", image.SizeBytes);
        });
        json.Texts("declaredFeatures", node.DeclaredFeatures);
        json.Objects("conditions", node.Conditions, static (writer, condition) =>
        {
            writer.Text("type", condition.Type);
            writer.Text("status", condition.Status);
            writer.Text("reason", condition.Reason);
        });
    }
}
