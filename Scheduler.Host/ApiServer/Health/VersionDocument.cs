using System.Text.Json.Nodes;

namespace Scheduler.Host.ApiServer.Health;

/// <summary>What <c>/version</c> says. Clients parse the numbers to know which features there are.</summary>
public static class VersionDocument
{
    public static JsonObject Of(ApiServerOptions options) => new()
    {
        ["major"] = "1",
        ["minor"] = "36",
        ["emulationMajor"] = "1",
        ["emulationMinor"] = "36",
        ["minCompatibilityMajor"] = "1",
        ["minCompatibilityMinor"] = "35",
        ["gitVersion"] = options.GitVersion,
        ["gitCommit"] = "0000000000000000000000000000000000000000",
        ["gitTreeState"] = "clean",
        ["buildDate"] = "2026-07-01T00:00:00Z",
        ["goVersion"] = "none",
        ["compiler"] = "dotnet",
        ["platform"] = "linux/amd64",
    };
}
