using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;
using Scheduler.Tests.Host.ApiServer;

namespace Scheduler.Tests.Host.Controllers.Namespaces;

public sealed class NamespaceTests
{
    [Fact]
    public async Task Every_namespace_gets_a_service_account_and_the_authority_and_keeps_them()
    {
        await using var cluster = await ControllerHarness.Start("serviceaccount", "root-ca");
        await MakeTeam(cluster);
        await cluster.Settle();
        await cluster.Get(Resources.ServiceAccounts, "default", "team");
        await cluster.Server.Delete(Resources.ServiceAccounts.Path("team", "default"));
        await cluster.Server.Delete(Resources.ConfigMaps.Path("team", "kube-root-ca.crt"));
        await cluster.Change(Resources.ConfigMaps, "kube-root-ca.crt", """{"data":{"ca.crt":"forged"}}""", "default");
        await cluster.Settle();

        await cluster.Get(Resources.ServiceAccounts, "default", "team");
        Assert.Equal("PEM", (string?)(await cluster.Get(Resources.ConfigMaps, "kube-root-ca.crt", "team"))["data"]!["ca.crt"]);
        Assert.Equal("PEM", (string?)(await cluster.Get(Resources.ConfigMaps, "kube-root-ca.crt"))["data"]!["ca.crt"]);
    }

    [Fact]
    public async Task A_deleted_namespace_is_emptied_and_goes()
    {
        await using var cluster = await ControllerHarness.Start("serviceaccount", "root-ca", "namespace");
        await MakeTeam(cluster);
        await cluster.Server.Create(Resources.Pods.Path("team"), TestServer.Pod("p"));
        await cluster.Settle();
        await cluster.Server.Delete(Resources.Namespaces.Path(null, "team"));
        await cluster.Settle();
        Assert.DoesNotContain("team", await cluster.Names(Resources.Namespaces), StringComparison.Ordinal);
        Assert.DoesNotContain(await cluster.All(Resources.ConfigMaps), one => one.Namespace() == "team");
    }

    [Fact]
    public async Task Pods_go_first_and_what_they_may_need_goes_after_them()
    {
        await using var cluster = await ControllerHarness.Start("namespace");
        await MakeTeam(cluster);
        var pod = await cluster.Server.Create(Resources.Pods.Path("team"), TestServer.Pod("p"));
        await cluster.RunPod(pod);
        await cluster.Server.Create(Resources.ConfigMaps.Path("team"), TestServer.Document("v1", "ConfigMap", "settings"));
        await cluster.Server.Delete(Resources.Namespaces.Path(null, "team"));
        await cluster.Settle();

        await cluster.Get(Resources.ConfigMaps, "settings", "team");
        var conditions = (await cluster.Get(Resources.Namespaces, "team"))["status"]!.AsObject().Children("conditions").ToDictionary(one => one.Text("type")!, one => one.Text("message"));
        Assert.Equal("Some resources are remaining: pods. has 1 resource instances", conditions["NamespaceContentRemaining"]);

        await cluster.EndPod(pod);
        await cluster.Settle();
        Assert.DoesNotContain("team", await cluster.Names(Resources.Namespaces), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Finalizers_hold_a_namespace_which_says_which_they_are()
    {
        await using var cluster = await ControllerHarness.Start("namespace");
        await MakeTeam(cluster);
        var held = TestServer.Document("v1", "ConfigMap", "held");
        held.Metadata()["finalizers"] = new JsonArray("example.com/wait");
        await cluster.Server.Create(Resources.ConfigMaps.Path("team"), held);
        await cluster.Server.Delete(Resources.Namespaces.Path(null, "team"));
        await cluster.Settle();
        var condition = (await cluster.Get(Resources.Namespaces, "team"))["status"]!.AsObject().Children("conditions").Single(one => one.Text("type") == "NamespaceFinalizersRemaining");
        Assert.Equal("Some content in the namespace has finalizers remaining: example.com/wait in 1 resource instances", condition.Text("message"));

        await cluster.Change(Resources.ConfigMaps, "held", """{"metadata":{"finalizers":null}}""", "team");
        await cluster.Settle();
        Assert.DoesNotContain("team", await cluster.Names(Resources.Namespaces), StringComparison.Ordinal);
    }

    private static Task MakeTeam(ControllerHarness cluster) => cluster.Server.Create(Resources.Namespaces.Path(), TestServer.Document("v1", "Namespace", "team"));
}
