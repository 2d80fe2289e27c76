using Scheduler.Host.ApiServer.Errors;
using Scheduler.Host.ApiServer.Requests;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.ApiServer.Subresources;
using Scheduler.Host.ApiServer.Verbs;

namespace Scheduler.Host.ApiServer;

/// <summary>Which verb of which resource or subresource is served by what.</summary>
public sealed partial class KubeApiServer
{
    private static readonly Dictionary<string, string> Deprecated = new()
    {
        ["endpoints"] = "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice",
        ["componentstatuses"] = "v1 ComponentStatus is deprecated in v1.19+",
    };

    private Task<ApiResponse> Serve(RequestContext context, CancellationToken cancellation)
    {
        if (Deprecated.TryGetValue(context.Resource.Name, out var warning)) context.Warnings.Add(warning);
        if (context.Info.Subresource is { } subresource)
        {
            if (context.Subresource is null) throw StatusErrors.ResourceNotFound();
            if (!context.Subresource.Verbs.Contains(context.Info.Verb)) throw StatusErrors.MethodNotAllowed();
            return ServeSubresource(context, subresource, cancellation);
        }

        if (!Offers(context)) throw StatusErrors.MethodNotAllowed();
        if (Reviews.Serves(context.Resource.Name)) return Task.FromResult(reviews.Create(context));
        if (context.Resource.Name == "bindings") return binding.Create(context, cancellation);
        return context.Info.Verb switch
        {
            "get" => reader.Get(context, cancellation),
            "list" => reader.List(context, cancellation),
            "watch" => Watch(context, cancellation),
            "create" => creator.Create(context, cancellation),
            "update" => updater.Update(context, creator, cancellation),
            "patch" => updater.Patch(context, Patcher.Read(context, context.Resource.Api.Type), cancellation),
            "delete" => deleter.Delete(context, cancellation),
            _ => collectionDeleter.Delete(context, cancellation),
        };
    }

    /// <summary>Names belong to reads and writes of one object, never to creates; objects of namespaces are written within one.</summary>
    private static bool Offers(RequestContext context)
    {
        var verb = context.Info.Verb;
        if (!context.Resource.Api.Can(verb)) return false;
        if (verb == "create" && context.Info.Name is not null) return false;
        if (verb is "update" or "patch" && context.Info.Name is null) return false;
        if (!context.Resource.Namespaced) return string.IsNullOrEmpty(context.Namespace);
        return verb is "list" or "watch" || !string.IsNullOrEmpty(context.Namespace);
    }

    private Task<ApiResponse> ServeSubresource(RequestContext context, string subresource, CancellationToken cancellation)
    {
        switch (subresource)
        {
            case "scale":
                return context.Info.Verb switch
                {
                    "get" => scale.Get(context, cancellation),
                    "update" => scale.Update(context, cancellation),
                    _ => scale.Patch(context, cancellation),
                };
            case "binding":
                return binding.Create(context, cancellation);
            case "eviction":
                return eviction.Create(context, cancellation);
            case "token":
                return tokenRequests.Create(context, cancellation);
            case "log" or "exec" or "attach" or "portforward" or "proxy":
                return Connect(context, cancellation);
        }

        // The rest shows and changes the object itself, one part of it at a time.
        return context.Info.Verb switch
        {
            "get" => reader.Get(context, cancellation),
            "update" => updater.Update(context, creator, cancellation),
            _ => updater.Patch(context, Patcher.Read(context, context.Resource.Api.Type), cancellation),
        };
    }

    private async Task<ApiResponse> Watch(RequestContext context, CancellationToken cancellation)
    {
        var response = await watcher.Watch(context, cancellation);
        var stream = response.Stream!;
        var counted = new ApiResponse
        {
            Status = response.Status,
            ContentType = response.ContentType,
            Stream = async (output, gone) =>
            {
                metrics.WatchBegins();
                try
                {
                    await stream(output, gone);
                }
                catch (Exception error) when (error is not (OperationCanceledException or IOException))
                {
                    OnBug?.Invoke(context.Request, error); // The answer has begun: all that is left is to end it.
                }
                finally
                {
                    metrics.WatchEnds();
                }
            },
        };
        counted.Headers.AddRange(response.Headers);
        return counted;
    }

    /// <summary>
    /// What goes through the server to a pod or a node. <see cref="Connector"/> serves it where something really runs; simulated nodes have nothing
    /// to connect to.
    /// </summary>
    private async Task<ApiResponse> Connect(RequestContext context, CancellationToken cancellation)
    {
        var target = (await services.Objects.Get(context.Resource, context.Namespace, context.Name, cancellation)).Parse();
        if (Connector is { } connector && await connector(context, target, cancellation) is { } response) return response;
        var spec = target.Child("spec") ?? [];
        if (context.Resource.Name == "pods" && spec.Text("nodeName") is null or "") throw StatusErrors.BadRequest($"pod {context.Name} does not have a host assigned");
        var node = context.Resource.Name == "nodes" ? context.Name : spec.Text("nodeName");
        if (node is not null && await IsSimulated(node, cancellation))
            throw StatusErrors.ServiceUnavailable($"node {node} is simulated: nothing runs on it that could be connected to");
        throw StatusErrors.Unclassified("no preferred addresses found; known addresses: []");
    }

    private async Task<bool> IsSimulated(string node, CancellationToken cancellation)
    {
        var stored = await services.Objects.Find(services.Catalog.Nodes, null, node, cancellation);
        return stored?.Parse().Child("status")?.Child("nodeInfo")?.Text("containerRuntimeVersion")?.StartsWith("simulated:", StringComparison.Ordinal) == true;
    }

    /// <summary>Serves logs, exec and proxies of a pod, node or service; null from it means that it cannot.</summary>
    public Func<RequestContext, System.Text.Json.Nodes.JsonObject, CancellationToken, Task<ApiResponse?>>? Connector { get; set; }
}
