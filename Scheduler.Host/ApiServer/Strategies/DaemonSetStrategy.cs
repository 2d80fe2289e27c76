using System.Globalization;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Storage;

namespace Scheduler.Host.ApiServer.Strategies;

/// <summary>DaemonSets still count the changes of their template in an annotation that old clients read.</summary>
public sealed class DaemonSetStrategy : ResourceStrategy
{
    private const string TemplateGeneration = "deprecated.daemonset.template.generation";

    public override void PrepareCreate(JsonObject document)
    {
        base.PrepareCreate(document);
        document.Metadata().ChildOrNew("annotations")[TemplateGeneration] = "1";
    }

    public override void PrepareUpdate(ServedResource resource, JsonObject old, JsonObject document)
    {
        base.PrepareUpdate(resource, old, document);
        var before = old.Metadata().Child("annotations")?.Text(TemplateGeneration);
        if (!long.TryParse(before, NumberStyles.Integer, CultureInfo.InvariantCulture, out var generation)) generation = 1;
        if (!JsonNode.DeepEquals(old["spec"]?["template"], document["spec"]?["template"])) generation++;
        document.Metadata().ChildOrNew("annotations")[TemplateGeneration] = generation.ToString(CultureInfo.InvariantCulture);
    }
}
