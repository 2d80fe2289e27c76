using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Scheduler.Core.Storage;
using Subject = Scheduler.Plugins.VolumeBinding.VolumeBinding;

namespace Scheduler.Tests.Plugins.VolumeBinding;

public sealed class VolumeBindingTests
{
    private const string Host = "kubernetes.io/hostname";
    private const string Elsewhere = "node(s) didn't match PersistentVolume's node affinity";
    private const string Nothing = "node(s) didn't find available persistent volumes to bind";
    private const string Full = "node(s) did not have enough free storage";

    private readonly FilterHarness harness = new FilterHarness().Node("a", (Host, "a")).Node("b", (Host, "b"));

    [Fact]
    public void A_pod_without_claims_is_skipped() => Assert.Equal("skip", Ask(new Volume { Name = "config" }));

    [Fact]
    public void A_bound_volume_keeps_its_pod_where_it_can_be_reached()
    {
        harness.Volume("pv", onlyOn: "b").Claim("data", volume: "pv");
        Assert.Equal($"a: {Elsewhere}\nb: ok", Ask("data"));
    }

    [Fact]
    public void A_claim_that_is_to_be_bound_at_once_must_be_bound_first()
    {
        harness.Class("now", "Immediate").Claim("data", "now").Claim("classless");
        Assert.Equal("UnschedulableAndUnresolvable: pod has unbound immediate PersistentVolumeClaims", Ask("data"));
        Assert.Equal("UnschedulableAndUnresolvable: pod has unbound immediate PersistentVolumeClaims", Ask("classless"));
    }

    [Fact]
    public void A_class_without_binding_mode_is_an_error()
    {
        harness.Claim("data", "odd").Cluster.StorageClasses.Set(new StorageClass { Metadata = FilterHarness.Meta("odd", "") });
        Assert.Equal("Error: VolumeBindingMode not set for StorageClass \"odd\"", Ask("data"));
    }

    [Fact]
    public void The_claim_of_an_ephemeral_volume_must_exist_and_belong_to_the_pod()
    {
        Volume scratch = new() { Name = "scratch", IsEphemeral = true };
        Assert.Equal(
            "UnschedulableAndUnresolvable: waiting for ephemeral volume controller to create the persistentvolumeclaim \"new-scratch\"", Ask(scratch));
        harness.Class("later").Claim("new-scratch", "later");
        Assert.Equal("UnschedulableAndUnresolvable: PVC default/new-scratch was not created for pod default/new (pod is not owner)", Ask(scratch));
        PersistentVolumeClaim claim = FilterHarness.MakeClaim("new-scratch", "later");
        harness.Cluster.PersistentVolumeClaims.Set(claim with { Metadata = claim.Metadata with { OwnerReferences = [new("v1", "Pod", "new", "uid-new", true)] } });
        Assert.Equal("a: ok\nb: ok", Ask(scratch));
    }

    [Fact]
    public void Without_a_provisioner_a_claim_takes_a_volume_that_the_node_reaches()
    {
        harness.Class("local", provisioner: StorageNames.NoProvisioner).Volume("pv", "local", "5Gi", onlyOn: "b").Claim("data", "local", size: "5Gi");
        Assert.Equal($"a: {Nothing}\nb: ok", Ask("data"));
        harness.Claim("data", "local", size: "6Gi");
        Assert.Equal($"a: {Nothing}\nb: {Nothing}", Ask("data"));
    }

    [Fact]
    public void Small_claims_choose_first_and_each_volume_is_taken_once()
    {
        harness.Class("local", provisioner: StorageNames.NoProvisioner).Volume("small", "local", "2Gi").Volume("large", "local", "9Gi");
        harness.Claim("much", "local", size: "5Gi").Claim("little", "local", size: "1Gi").Claim("less", "local", size: "1Mi");
        Assert.Equal("a: ok\nb: ok", Ask("much", "little"));
        Assert.Equal($"a: {Nothing}\nb: {Nothing}", Ask("much", "little", "less"));
    }

    [Fact]
    public void A_volume_that_is_reserved_for_the_claim_is_the_only_choice()
    {
        harness.Class("local", provisioner: StorageNames.NoProvisioner).Volume("free", "local").Claim("data", "local");
        harness.Cluster.PersistentVolumes.Set(FilterHarness.MakeVolume("reserved", "local", onlyOn: "b") with { ClaimRef = new("default", "data", "") });
        Assert.Equal($"a: {Nothing}\nb: ok", Ask("data"));
    }

    [Fact]
    public void A_volume_that_is_reserved_for_another_claim_is_no_choice()
    {
        harness.Class("local", provisioner: StorageNames.NoProvisioner).Claim("data", "local");
        harness.Cluster.PersistentVolumes.Set(FilterHarness.MakeVolume("reserved", "local") with { ClaimRef = new("default", "other", "") });
        Assert.Equal($"a: {Nothing}\nb: {Nothing}", Ask("data"));
    }

    [Fact]
    public void Volumes_are_made_only_where_the_class_allows_it()
    {
        harness.Claim("data", "zonal").Cluster.StorageClasses.Set(new StorageClass
        {
            Metadata = FilterHarness.Meta("zonal", ""),
            Provisioner = "csi.example.com",
            VolumeBindingMode = StorageNames.WaitForFirstConsumer,
            AllowedTopologies = [new([KeyValuePair.Create(Host, (string[])["b", "c"])])],
        });
        Assert.Equal($"a: {Nothing}\nb: ok", Ask("data"));
    }

    [Fact]
    public void A_driver_that_tells_its_capacity_must_have_enough()
    {
        harness.Class("later").Claim("data", "later", size: "5Gi");
        harness.Cluster.CsiDrivers.Set(new CsiDriver { Metadata = FilterHarness.Meta("csi.example.com", ""), StorageCapacity = true });
        Capacity("a", "4Gi");
        Capacity("b", "5Gi");
        Assert.Equal($"a: {Full}\nb: ok", Ask("data"));
    }

    [Fact]
    public void A_claim_whose_node_was_selected_stays_with_it()
    {
        PersistentVolumeClaim claim = FilterHarness.MakeClaim("data", "later");
        harness.Class("later").Cluster.PersistentVolumeClaims.Set(
            claim with { Metadata = claim.Metadata with { Annotations = StringMap.Of((StorageNames.SelectedNode, "b")) } });
        Assert.Equal($"a: {Nothing}\nb: ok", Ask("data"));
    }

    [Fact]
    public void What_is_reserved_is_gone_for_the_next_pod_and_comes_back()
    {
        harness.Class("local", provisioner: StorageNames.NoProvisioner).Volume("pv", "local", onlyOn: "a").Claim("first", "local").Claim("second", "local");
        Subject plugin = new(harness.Context());
        Pod winner = FilterHarness.Pod("winner", FilterHarness.Uses("first"));
        Pod next = FilterHarness.Pod("next", FilterHarness.Uses("second"));
        PodInfo info = harness.Cluster.Prepare(winner);
        Assert.Equal($"a: ok\nb: {Nothing}", harness.Ask(plugin, winner));
        Assert.True(plugin.Reserve(info, "a").IsSuccess);
        PersistentVolume taken = harness.Cluster.PersistentVolumes.Find("pv")!;
        Assert.Equal(new ClaimReference("default", "first", "uid-first"), taken.ClaimRef);
        Assert.Equal("yes", taken.Metadata.Annotations[StorageNames.BoundByController]);
        Assert.Equal($"a: {Nothing}\nb: {Nothing}", harness.Ask(plugin, next));

        plugin.Unreserve(info, "a");
        plugin.Unreserve(info, "a");
        Assert.Null(harness.Cluster.PersistentVolumes.Find("pv")!.ClaimRef);
        Assert.Equal($"a: ok\nb: {Nothing}", harness.Ask(plugin, next));
    }

    [Fact]
    public void A_claim_to_be_provisioned_is_told_its_node()
    {
        harness.Class("later").Claim("data", "later");
        Subject plugin = new(harness.Context());
        PodInfo pod = harness.Cluster.Prepare(FilterHarness.Pod("new", FilterHarness.Uses("data")));
        Assert.True(plugin.Reserve(pod, "b").IsSuccess);
        Assert.Equal("b", harness.Cluster.PersistentVolumeClaims.Find("default/data")!.Metadata.Annotations[StorageNames.SelectedNode]);
        Assert.True(plugin.PreBindPreFlight(pod, "b").IsSuccess);
        plugin.Unreserve(pod, "b");
        Assert.Null(harness.Cluster.PersistentVolumeClaims.Find("default/data")!.Metadata.Annotations[StorageNames.SelectedNode]);
        Assert.True(plugin.PreBindPreFlight(pod, "b").IsSkip);
    }

    [Fact]
    public void Nodes_with_fuller_storage_score_less_where_the_gate_is_on()
    {
        harness.Class("later").Claim("data", "later", size: "5Gi");
        harness.Cluster.CsiDrivers.Set(new CsiDriver { Metadata = FilterHarness.Meta("csi.example.com", ""), StorageCapacity = true });
        Capacity("a", "10Gi");
        Capacity("b", "50Gi");
        Subject plugin = new(harness.Context(gates: "StorageCapacityScoring=true"));
        PodInfo pod = harness.Cluster.Prepare(FilterHarness.Pod("new", FilterHarness.Uses("data")));
        Assert.True(plugin.PreFilter(pod).Status.IsSuccess);
        Assert.True(plugin.PreScore(pod, harness.Cluster.Nodes.Live).IsSuccess);
        Assert.Equal(50, plugin.Score(pod, harness.Cluster.Nodes[0]));
        Assert.Equal(90, plugin.Score(pod, harness.Cluster.Nodes[1]));
        Assert.True(new Subject(harness.Context()).PreScore(pod, harness.Cluster.Nodes.Live).IsSkip);
    }

    private void Capacity(string host, string size) => harness.Cluster.CsiStorageCapacities.Set(new CsiStorageCapacity
    {
        Metadata = FilterHarness.Meta($"later-{host}", "storage"),
        StorageClassName = "later",
        NodeTopology = new() { MatchLabels = StringMap.Of((Host, host)) },
        Capacity = Quantity.Parse(size),
    });

    private string Ask(params string[] claims) => Ask(Array.ConvertAll(claims, FilterHarness.Uses));

    private string Ask(params Volume[] volumes) => harness.Ask(new Subject(harness.Context()), FilterHarness.Pod("new", volumes));
}
