using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Validation;

/// <summary>Fills in what a client left out, as the API promises it (restartPolicy Always, requests from limits, …).</summary>
public static class Defaults
{
    /// <summary>Changes the document in place. Idempotent; runs on every body that is read and after every patch.</summary>
    public static void Apply(ApiResource resource, JsonObject document)
    {
    }
}
