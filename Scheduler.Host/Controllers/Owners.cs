using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Storage;

namespace Scheduler.Host.Controllers;

/// <summary>Who owns an object.</summary>
public static class Owners
{
    public static IEnumerable<JsonObject> Of(JsonObject document) => document.Metadata().Children("ownerReferences");

    /// <summary>The owner that manages the object, or null.</summary>
    public static JsonObject? ControllerOf(JsonObject document) => Of(document).FirstOrDefault(owner => owner.Flag("controller"));

    /// <summary>Names a controller as the owner of what it makes: it goes when its owner goes, and an owner that goes in the foreground waits for it.</summary>
    public static JsonObject Controller(ApiResource resource, JsonObject owner) => new()
    {
        ["apiVersion"] = resource.ApiVersion,
        ["kind"] = resource.Kind,
        ["name"] = owner.ObjectName(),
        ["uid"] = owner.Uid(),
        ["controller"] = true,
        ["blockOwnerDeletion"] = true,
    };
}
