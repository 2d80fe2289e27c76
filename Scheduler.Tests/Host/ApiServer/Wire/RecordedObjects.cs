using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Protobuf;
using Scheduler.Host.ApiServer.Requests;
using Scheduler.Host.ApiServer.Routing;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Storage;

namespace Scheduler.Tests.Host.ApiServer.Wire;

/// <summary>Every whole object that a recording shows anywhere, by its key and the number of the exchange that showed it.</summary>
public sealed class RecordedObjects
{
    private readonly ResourceCatalog catalog;
    private readonly Dictionary<string, List<(int Index, JsonObject Document)>> byKey = [];

    public RecordedObjects(ResourceCatalog catalog)
    {
        this.catalog = catalog;
        foreach (var exchange in WireExchange.Read("kubectl").Where(exchange => exchange.Status < 300)) Collect(exchange);
    }

    /// <summary>How an object looked around an exchange, or null if the recording never shows it whole.</summary>
    public JsonObject? Nearest(string key, int index) =>
        byKey.TryGetValue(key, out var versions) ? versions.MinBy(version => Math.Abs(version.Index - index)).Document : null;

    private void Collect(WireExchange exchange)
    {
        var info = Router.Read(ApiRequest.Of(exchange.Method, exchange.Path));
        if (!info.IsResource || info.Subresource is not null || !catalog.TryFind(info.Group, info.Version, info.Resource, out var resource)) return;
        if (BodyOf(exchange) is not { } body) return;
        var items = body["items"] is JsonArray list ? list.OfType<JsonObject>() : [body];
        foreach (var item in items.Where(item => item["spec"] is not null && item["metadata"]?["name"] is not null))
        {
            var key = resource.Key(item.Namespace(), item.ObjectName());
            if (!byKey.TryGetValue(key, out var versions)) byKey[key] = versions = [];
            versions.Add((exchange.Index, item));
        }
    }

    public static JsonObject? BodyOf(WireExchange exchange)
    {
        if (exchange.ResponseBinary() is not { } binary) return exchange.HasWholeBody ? exchange.ResponseBody as JsonObject : null;
        try
        {
            return ProtobufCodec.Decode(ApiSchema.Default, binary);
        }
        catch (ApiDataException)
        {
            return null;
        }
    }
}
