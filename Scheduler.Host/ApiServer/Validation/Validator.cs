using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Validation;

/// <summary>What is wrong with a document, in the words of the reference server. Documents are defaulted and in the server's own form.</summary>
public static class Validator
{
    /// <param name="old">The stored object for an update, null for a create.</param>
    /// <param name="subresource">Empty, or <c>status</c>, <c>scale</c>, <c>resize</c>, <c>ephemeralcontainers</c>, ….</param>
    /// <returns>No causes when the document is good.</returns>
    public static IReadOnlyList<FieldCause> Validate(ApiResource resource, JsonObject? old, JsonObject document, string subresource = "") => [];
}
