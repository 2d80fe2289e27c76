using System.Text.Json;
using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Plugin = Scheduler.Plugins.DynamicResources.DynamicResources;

namespace Scheduler.Tests.Plugins.DynamicResources;

public class DynamicResourcesHintsTests
{
    private const string Free = "{}";
    private const string Allocated = """{"allocation":{"devices":{}}}""";
    private const string Reserved = """{"allocation":{"devices":{}},"reservedFor":[{"name":"q"}]}""";

    private readonly Cluster cluster = new();

    [Theory]
    [InlineData("default", "gpu", null, Free, true)]
    [InlineData("default", "other", null, Free, false)]
    [InlineData("elsewhere", "gpu", null, Free, false)]
    [InlineData("default", "gpu", Reserved, Allocated, true)]
    [InlineData("default", "gpu", Allocated, Allocated, false)]
    [InlineData("default", "gpu", "", "", false)]
    [InlineData("default", "other", Reserved, Allocated, false)]
    [InlineData("default", "other", Allocated, Free, true)]
    [InlineData("elsewhere", "other", Allocated, "", true)]
    [InlineData("default", "other", Free, Allocated, false)]
    public void A_claim_helps_when_it_frees_devices_or_is_the_pods_own_and_has_news(string nameSpace, string name, string? before, string now, bool queues)
    {
        ClusterEvent happened = before is null ? Hinting.Added(Claim(now)) : Hinting.Updated(Claim(before), Claim(now));
        PodInfo waiting = cluster.Prepare(WithClaims("p", [], new PodResourceClaim("device", "gpu", null)));
        Assert.Equal(queues, new Plugin(Given.Context(cluster)).Queues(waiting, happened));

        ResourceClaim Claim(string status) => new()
        {
            Metadata = new() { Name = name, Namespace = nameSpace },
            Status = status.Length == 0 ? default : JsonElement.Parse(status),
        };
    }

    [Fact]
    public void A_generated_claim_is_the_pods_own()
    {
        PodInfo waiting = cluster.Prepare(WithClaims("p", [KeyValuePair.Create<string, string?>("device", "p-device-x")], new PodResourceClaim("device", null, "template")));
        ClusterEvent happened = Hinting.Added(new ResourceClaim { Metadata = new() { Name = "p-device-x", Namespace = "default" } });
        Assert.True(new Plugin(Given.Context(cluster)).Queues(waiting, happened));
    }

    [Theory]
    [InlineData("p", "p-device-x", "uid-p", false, true)]
    [InlineData("other", "p-device-x", "uid-other", false, false)]
    [InlineData("p", "p-device-y", "uid-p", false, false)]
    [InlineData("p", "p-device-x", "uid-earlier", false, false)]
    [InlineData("p", "p-device-x", "uid-p", true, false)]
    [InlineData("p", null, "uid-p", false, true)]
    public void Generated_claims_help_when_all_claims_of_the_pod_can_be_used(string subject, string? generated, string owner, bool deleting, bool queues)
    {
        cluster.ResourceClaims.Set(new ResourceClaim { Metadata = new() { Name = "shared", Namespace = "default" } });
        cluster.ResourceClaims.Set(new ResourceClaim
        {
            Metadata = new()
            {
                Name = "p-device-x",
                Namespace = "default",
                OwnerReferences = [new("v1", "Pod", "p", owner, Controller: true)],
                DeletionTimestamp = deleting ? DateTimeOffset.UnixEpoch : null,
            },
        });
        PodResourceClaim[] claims = [new("shared", "shared", null), new("device", null, "template")];
        PodInfo before = cluster.Prepare(WithClaims(subject, [], claims));
        PodInfo now = cluster.Prepare(WithClaims(subject, [KeyValuePair.Create("device", generated)], claims));
        Plugin plugin = new(Given.Context(cluster));
        PodInfo waiting = cluster.Prepare(WithClaims("p", [], claims));
        Assert.Equal(queues, plugin.Queues(waiting, Hinting.Updated(before, now, EventAction.UpdatePodGeneratedClaims)));
        Assert.False(plugin.Queues(waiting, Hinting.Updated(before, before, EventAction.UpdatePodGeneratedClaims)));
    }

    [Fact]
    public void Nodes_device_classes_and_slices_help_always()
    {
        Plugin plugin = new(Given.Context(cluster));
        PodInfo waiting = cluster.Prepare(Given.Pod("p"));
        Node node = Given.Node("n");
        DeviceClass deviceClass = new();
        ResourceSlice slice = new();
        Assert.True(plugin.Queues(waiting, Hinting.Added(node)));
        Assert.True(plugin.Queues(waiting, Hinting.Updated(node, node, EventAction.UpdateNodeLabel)));
        Assert.True(plugin.Queues(waiting, Hinting.Updated(node, node, EventAction.UpdateNodeAllocatable)));
        Assert.True(plugin.Queues(waiting, Hinting.Added(deviceClass)));
        Assert.True(plugin.Queues(waiting, Hinting.Updated(deviceClass, deviceClass)));
        Assert.True(plugin.Queues(waiting, Hinting.Added(slice)));
        Assert.True(plugin.Queues(waiting, Hinting.Updated(slice, slice)));
        Assert.False(plugin.Queues(waiting, Hinting.Updated(node, node, EventAction.UpdateNodeAnnotation)));
    }

    private static Pod WithClaims(string name, KeyValuePair<string, string?>[] generated, params PodResourceClaim[] claims)
    {
        Pod pod = Given.Pod(name);
        return pod with { Spec = pod.Spec with { ResourceClaims = claims }, Status = new() { ResourceClaimStatuses = generated } };
    }
}
