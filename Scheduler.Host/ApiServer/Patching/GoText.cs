using System.Text;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Patching;

/// <summary>Prints values as the reference server's error texts do: <c>map[a:1 b:[x y]]</c>, keys sorted.</summary>
internal static class GoText
{
    public static string Of(JsonNode? node)
    {
        var text = new StringBuilder();
        Append(text, node);
        return text.ToString();
    }

    private static void Append(StringBuilder text, JsonNode? node)
    {
        switch (node)
        {
            case null:
                text.Append("<nil>");
                break;
            case JsonObject members:
                text.Append("map[");
                AppendAll(text, members.OrderBy(m => m.Key, StringComparer.Ordinal), m => Append(text.Append(m.Key).Append(':'), m.Value));
                break;
            case JsonArray items:
                text.Append('[');
                AppendAll(text, items, i => Append(text, i));
                break;
            default:
                text.Append(node.Text() ?? JsonTree.Text(node));
                break;
        }
    }

    private static void AppendAll<T>(StringBuilder text, IEnumerable<T> parts, Action<T> append)
    {
        bool first = true;
        foreach (T part in parts)
        {
            if (!first)
                text.Append(' ');
            first = false;
            append(part);
        }

        text.Append(']');
    }
}
