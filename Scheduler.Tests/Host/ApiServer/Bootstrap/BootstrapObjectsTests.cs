using Scheduler.Host.ApiServer;

namespace Scheduler.Tests.Host.ApiServer.Bootstrap;

/// <summary>What every cluster has from its first moment.</summary>
public sealed class BootstrapObjectsTests
{
    [Theory]
    [InlineData("/api/v1/namespaces/default")]
    [InlineData("/api/v1/namespaces/kube-system")]
    [InlineData("/api/v1/namespaces/kube-public")]
    [InlineData("/api/v1/namespaces/kube-node-lease")]
    [InlineData("/api/v1/namespaces/default/services/kubernetes")]
    [InlineData("/api/v1/namespaces/default/endpoints/kubernetes")]
    [InlineData("/apis/discovery.k8s.io/v1/namespaces/default/endpointslices/kubernetes")]
    [InlineData("/apis/scheduling.k8s.io/v1/priorityclasses/system-cluster-critical")]
    [InlineData("/apis/scheduling.k8s.io/v1/priorityclasses/system-node-critical")]
    [InlineData("/apis/networking.k8s.io/v1/servicecidrs/kubernetes")]
    [InlineData("/api/v1/namespaces/kube-system/configmaps/extension-apiserver-authentication")]
    public async Task A_new_cluster_has(string path)
    {
        await using var server = await TestServer.Start(TestServer.Options with { AuthorityPem = "-----BEGIN CERTIFICATE-----" });
        var found = await server.Get(path);
        Assert.Equal("kube-apiserver", found["metadata"]!["managedFields"]![0]!["manager"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_clusters_own_service_follows_the_port_and_keeps_its_address()
    {
        await using var first = await TestServer.Start(TestServer.Options with { Port = 6443 });
        var service = await first.Get("/api/v1/namespaces/default/services/kubernetes");

        KubeApiServer later = new(first.Store, TestServer.Options with { Port = 0 }, first.Clock, new Random(2));
        await later.Start(port: 7443);

        var moved = await first.Get("/api/v1/namespaces/default/services/kubernetes");
        Assert.Equal(7443, moved["spec"]!["ports"]![0]!["targetPort"]!.GetValue<int>());
        Assert.Equal(service["spec"]!["clusterIP"]!.GetValue<string>(), moved["spec"]!["clusterIP"]!.GetValue<string>());
        Assert.Equal(7443, (await first.Get("/apis/discovery.k8s.io/v1/namespaces/default/endpointslices/kubernetes"))["ports"]![0]!["port"]!.GetValue<int>());
        Assert.Equal(7443, (await first.Get("/api/v1/namespaces/default/endpoints/kubernetes"))["subsets"]![0]!["ports"]![0]!["port"]!.GetValue<int>());

        var revision = (await first.Store.Status()).Revision;
        await later.Start(port: 7443);
        Assert.Equal(revision, (await first.Store.Status()).Revision);
    }
}
