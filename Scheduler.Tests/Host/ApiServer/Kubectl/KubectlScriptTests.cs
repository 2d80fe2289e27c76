using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace Scheduler.Tests.Host.ApiServer.Kubectl;

/// <summary>Types the recorded commands (fixtures/wire/cli.jsonl) into the real kubectl, against our server.</summary>
public sealed class KubectlScriptTests
{
    /// <summary>Commands of the recording that are not typed here.</summary>
    private static readonly Dictionary<string, string> NotHere = new()
    {
        ["--server-side"] = "server-side apply comes later",
        ["--show-managed-fields"] = "shows what server-side apply wrote",
        ["auth can-i get pods --as"] = "allowed by RBAC, which comes later",
        ["kubectl logs"] = "nothing really runs on a node without an agent",
        ["--cascade=orphan"] = "waits for the garbage collector",
    };

    /// <summary>Compared by their exit code only, each for a reason.</summary>
    private static readonly Dictionary<string, string> ExitOnly = new()
    {
        ["kubectl explain"] = "the recording leaves the text out",
        ["create token"] = "the recording leaves the token out",
        ["kubectl diff"] = "names temporary files",
        ["--raw /api/v1/namespaces/default/pods"] = "shows whatever pod is first",
        ["kubectl drain"] = "names the pods of its run",
        ["kubectl delete rs"] = "names the replica sets of its run",
        ["kubectl delete pods --all"] = "names the pods of its run",
        ["kubectl delete -f -"] = "reads its input",
        ["kubectl version"] = "names two versions",
        ["kubectl get pods -o json"] = "pods look as their agents left them",
        ["kubectl cluster-info"] = "names the address",
        ["describe node"] = "a node without an agent has less to say",
        ["describe pod"] = "as above",
    };

    [KubectlFact]
    public async Task More_than_fifty_commands_print_what_they_print_with_the_reference_server()
    {
        Assert.True(KubectlFactAttribute.Program is not null, "kubectl is needed in CI");
        await using var server = await TestServer.Start(TestServer.Options with { VersionWait = TimeSpan.FromSeconds(3) });
        await using var kubectl = await KubectlClient.Start(server);
        var others = new OtherClients(server);
        await others.MakeNodes();

        var report = new StringBuilder();
        var typed = 0;
        foreach (var (command, exit, output) in Recorded())
        {
            if (NotHere.Keys.Any(command.Contains)) continue;
            await others.Before(command);
            var (ourExit, ourOutput) = await kubectl.Run(command);
            typed++;
            await others.After(command);
            var differences = new List<string>();
            if (ourExit != exit) differences.Add($"exit {exit} expected, {ourExit} found: {ourOutput}");
            else if (!ExitOnly.Keys.Any(command.Contains)) differences = OutputShape.Compare(command, output, ourOutput);
            if (differences.Count > 0) report.AppendLine($"$ {command}\n    {string.Join("\n    ", differences.Take(12))}");
        }
        Assert.True(report.Length == 0, $"{typed} commands\n{report}");
        Assert.InRange(typed, 50, 1000);
    }

    private static IEnumerable<(string Command, int Exit, string Output)> Recorded()
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(Fixtures.PathOf("wire/cli.jsonl.gz")), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            var node = JsonNode.Parse(line)!;
            yield return (node["command"]!.GetValue<string>(), node["exit"]!.GetValue<int>(), node["output"]!.GetValue<string>());
        }
    }
}
