using System.Text.Json;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.OpenApi;

/// <summary>
/// The paths of a resource with their operations: enough for clients to learn which kind a path serves and which parameters it takes.
/// kubectl refuses to validate on the server when PATCH lacks <c>fieldValidation</c>.
/// </summary>
internal sealed class PathWriter(Utf8JsonWriter json, bool isV2)
{
    private static readonly string[] WriteParameters = ["dryRun", "fieldManager", "fieldValidation"];
    private static readonly string[] ReadParameters = ["labelSelector", "fieldSelector", "limit", "continue", "resourceVersion", "resourceVersionMatch", "timeoutSeconds", "watch", "allowWatchBookmarks", "sendInitialEvents"];
    private static readonly string[] DeleteParameters = ["dryRun", "gracePeriodSeconds", "propagationPolicy"];

    public void Write(ApiResource resource, string groupPath)
    {
        string prefix = resource.Namespaced ? $"/{groupPath}/namespaces/{{namespace}}/{resource.Name}" : $"/{groupPath}/{resource.Name}";
        var kind = new GroupVersionKindText(resource.Group, resource.Version, resource.Kind);
        if (resource.Namespaced && resource.Can("list"))
            WritePath($"/{groupPath}/{resource.Name}", resource, kind, resource.Type, ("get", "list"));
        WritePath(prefix, resource, kind, resource.Type, ("get", "list"), ("post", "create"), ("delete", "deletecollection"));
        WritePath(prefix + "/{name}", resource, kind, resource.Type, ("get", "get"), ("put", "update"), ("patch", "patch"), ("delete", "delete"));
        foreach (ApiSubresource sub in resource.Subresources)
            WriteSubresource(prefix, resource, sub);
    }

    private void WriteSubresource(string prefix, ApiResource resource, ApiSubresource sub)
    {
        var kind = sub.Version.Length == 0
            ? new GroupVersionKindText(resource.Group, resource.Version, sub.Kind)
            : new GroupVersionKindText(sub.Group, sub.Version, sub.Kind);
        json.WriteStartObject($"{prefix}/{{name}}/{sub.Name}");
        foreach ((string method, string verb) in (ReadOnlySpan<(string, string)>)[("get", "get"), ("post", "create"), ("put", "update"), ("patch", "patch"), ("delete", "delete")])
        {
            if (sub.Verbs.Contains(verb))
                WriteOperation(method, verb, kind, null);
        }

        json.WriteEndObject();
    }

    private void WritePath(string path, ApiResource resource, GroupVersionKindText kind, ApiType type, params ReadOnlySpan<(string Method, string Verb)> operations)
    {
        json.WriteStartObject(path);
        foreach ((string method, string verb) in operations)
        {
            if (resource.Can(verb))
                WriteOperation(method, verb, kind, type);
        }

        json.WriteEndObject();
    }

    private void WriteOperation(string method, string verb, GroupVersionKindText kind, ApiType? body)
    {
        json.WriteStartObject(method);
        json.WriteString("x-kubernetes-action", verb switch { "create" => "post", "update" => "put", _ => verb });
        json.WritePropertyName("x-kubernetes-group-version-kind");
        json.WriteKind(kind);
        string[] parameters = verb switch
        {
            "create" or "update" => WriteParameters,
            "patch" => [.. WriteParameters, "force"],
            "delete" => DeleteParameters,
            "list" or "deletecollection" => ReadParameters,
            _ => [],
        };
        json.WriteStartArray("parameters");
        foreach (string parameter in parameters)
            WriteParameter(parameter);
        json.WriteEndArray();
        if (!isV2 && body is not null && verb is ("create" or "update"))
            WriteContent("requestBody", body);
        json.WriteStartObject("responses");
        json.WriteStartObject("200");
        json.WriteString("description", "OK");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteContent(string name, ApiType body)
    {
        json.WriteStartObject(name);
        json.WriteStartObject("content");
        json.WriteStartObject("*/*");
        json.WriteStartObject("schema");
        json.WriteString("$ref", "#/components/schemas/" + body.Name);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteParameter(string name)
    {
        string type = name switch
        {
            "limit" or "timeoutSeconds" or "gracePeriodSeconds" => "integer",
            "watch" or "allowWatchBookmarks" or "sendInitialEvents" or "force" => "boolean",
            _ => "string",
        };
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("in", "query");
        if (isV2)
        {
            json.WriteString("type", type);
            json.WriteBoolean("uniqueItems", true);
        }
        else
        {
            json.WriteStartObject("schema");
            json.WriteString("type", type);
            json.WriteBoolean("uniqueItems", true);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
