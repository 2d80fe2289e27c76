using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;
using Scheduler.Host.Controllers;
using Scheduler.Host.Controllers.Volumes;
using Scheduler.Tests.Host.ApiServer;

namespace Scheduler.Tests.Host.Controllers.Volumes;

public sealed class VolumeTests
{
    [Fact]
    public async Task A_claim_gets_the_smallest_volume_that_fits()
    {
        await using var cluster = await Start();
        await MakeVolume(cluster, "huge", "100Gi");
        await MakeVolume(cluster, "tiny", "1Gi");
        await MakeVolume(cluster, "right", "10Gi");
        await MakeVolume(cluster, "shared", "10Gi", mode: "ReadOnlyMany");
        await cluster.Settle();
        Assert.Equal("huge=Available right=Available shared=Available tiny=Available", await Phases(cluster));
        await MakeClaim(cluster, "data", "5Gi");
        await cluster.Settle();

        Assert.Equal("huge=Available right=Bound shared=Available tiny=Available", await Phases(cluster));
        var claim = await cluster.Get(Resources.PersistentVolumeClaims, "data");
        Assert.Equal("right Bound 10Gi", $"{claim["spec"]!["volumeName"]} {claim["status"]!["phase"]} {claim["status"]!["capacity"]!["storage"]}");
        Assert.Equal("yes", claim.Annotation("pv.kubernetes.io/bind-completed"));
        Assert.Equal(claim.Uid(), (string?)(await cluster.Get(Resources.PersistentVolumes, "right"))["spec"]!["claimRef"]!["uid"]);
    }

    [Fact]
    public async Task A_claim_without_a_volume_waits_for_one()
    {
        await using var cluster = await Start();
        await MakeClaim(cluster, "data", "5Gi");
        await cluster.Settle();
        Assert.Equal("Pending", (string?)(await cluster.Get(Resources.PersistentVolumeClaims, "data"))["status"]!["phase"]);
        Assert.Contains("FailedBinding: no persistent volumes available for this claim and no storage class is set", await cluster.EventsOf("data"));
        await MakeVolume(cluster, "late", "5Gi");
        await cluster.Settle();
        Assert.Equal("late=Bound", await Phases(cluster));
    }

    [Fact]
    public async Task A_volume_that_is_meant_for_a_claim_is_no_other_claims()
    {
        await using var cluster = await Start();
        await MakeVolume(cluster, "meant", "5Gi", more: """{"claimRef":{"namespace":"default","name":"mine"}}""");
        await MakeClaim(cluster, "other", "5Gi");
        await cluster.Settle();
        Assert.Equal("meant=Available", await Phases(cluster));
        await MakeClaim(cluster, "mine", "5Gi");
        await cluster.Settle();
        Assert.Equal("meant", (string?)(await cluster.Get(Resources.PersistentVolumeClaims, "mine"))["spec"]!["volumeName"]);
    }

    [Fact]
    public async Task A_claim_whose_volume_vanishes_is_lost()
    {
        await using var cluster = await Start();
        await MakeVolume(cluster, "v", "5Gi");
        await MakeClaim(cluster, "data", "5Gi");
        await cluster.Settle();
        await cluster.Change(Resources.PersistentVolumes, "v", """{"metadata":{"finalizers":null}}""");
        await cluster.Server.Delete(Resources.PersistentVolumes.Path(null, "v"));
        await cluster.Settle();
        Assert.Equal("Lost", (string?)(await cluster.Get(Resources.PersistentVolumeClaims, "data"))["status"]!["phase"]);
        Assert.Contains(await cluster.EventsOf("data"), text => text.StartsWith("ClaimLost", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_volume_is_kept_for_its_owner_to_look_at_after_its_claim()
    {
        await using var cluster = await Start();
        await MakeVolume(cluster, "v", "5Gi");
        await MakeClaim(cluster, "data", "5Gi");
        await cluster.Settle();
        await cluster.Server.Delete(Resources.PersistentVolumeClaims.Path("default", "data"));
        await cluster.Settle();
        Assert.Equal("v=Released", await Phases(cluster));
        await MakeClaim(cluster, "next", "5Gi");
        await cluster.Settle();
        Assert.Equal("v=Released", await Phases(cluster));
    }

    [Fact]
    public async Task A_class_that_binds_at_once_gets_its_claims_volumes_made_and_deleted()
    {
        await using var cluster = await Start();
        await MakeClass(cluster, "fast", "Immediate");
        await MakeClaim(cluster, "data", "5Gi", "fast");
        await cluster.Settle();
        var claim = await cluster.Get(Resources.PersistentVolumeClaims, "data");
        Assert.Equal($"pvc-{claim.Uid()}=Bound", await Phases(cluster));
        Assert.Equal("Bound", (string?)claim["status"]!["phase"]);

        await cluster.Server.Delete(Resources.PersistentVolumeClaims.Path("default", "data"));
        await cluster.Settle();
        Assert.Equal("", await Phases(cluster));
    }

    [Fact]
    public async Task A_class_that_waits_makes_the_volume_on_the_node_that_was_selected()
    {
        await using var cluster = await Start();
        await MakeClass(cluster, "local", "WaitForFirstConsumer");
        await MakeClaim(cluster, "data", "5Gi", "local");
        await cluster.Settle();
        Assert.Equal("", await Phases(cluster));
        Assert.Contains("WaitForFirstConsumer: waiting for first consumer to be created before binding", await cluster.EventsOf("data"));
        await cluster.Change(Resources.PersistentVolumeClaims, "data", """{"metadata":{"annotations":{"volume.kubernetes.io/selected-node":"n7"}}}""");
        await cluster.Settle();
        var volume = Assert.Single(await cluster.All(Resources.PersistentVolumes));
        Assert.Equal("n7", (string?)volume["spec"]!["nodeAffinity"]!["required"]!["nodeSelectorTerms"]![0]!["matchFields"]![0]!["values"]![0]);
        Assert.Equal("Bound", (string?)(await cluster.Get(Resources.PersistentVolumeClaims, "data"))["status"]!["phase"]);
    }

    [Fact]
    public async Task A_class_that_waits_takes_only_the_volume_that_the_scheduler_chose()
    {
        await using var cluster = await Start();
        await MakeClass(cluster, "manual", "WaitForFirstConsumer", "kubernetes.io/no-provisioner");
        await MakeVolume(cluster, "a", "5Gi", more: """{"storageClassName":"manual"}""");
        await MakeVolume(cluster, "b", "5Gi", more: """{"storageClassName":"manual"}""");
        var claim = await MakeClaim(cluster, "data", "5Gi", "manual");
        await cluster.Settle();
        Assert.Equal("a=Available b=Available", await Phases(cluster));
        await cluster.Change(Resources.PersistentVolumes, "b", new JsonObject { ["spec"] = new JsonObject { ["claimRef"] = VolumeDocuments.Reference(claim) } }.ToJsonString());
        await cluster.Settle();
        Assert.Equal("a=Available b=Bound", await Phases(cluster));
    }

    [Fact]
    public async Task A_claim_in_use_stays_until_its_pod_is_gone()
    {
        await using var cluster = await Start();
        await MakeVolume(cluster, "v", "5Gi");
        await MakeClaim(cluster, "data", "5Gi");
        var pod = TestServer.Pod("p");
        pod["spec"]!["volumes"] = JsonNode.Parse("""[{"name":"d","persistentVolumeClaim":{"claimName":"data"}}]""");
        pod = await cluster.Server.Create(Resources.Pods.Path("default"), pod);
        await cluster.RunPod(pod);
        await cluster.Settle();
        await cluster.Server.Delete(Resources.PersistentVolumeClaims.Path("default", "data"));
        await cluster.Server.Delete(Resources.PersistentVolumes.Path(null, "v"));
        await cluster.Settle();
        Assert.True((await cluster.Get(Resources.PersistentVolumeClaims, "data")).IsTerminating());
        Assert.Equal("v=Bound", await Phases(cluster));

        await cluster.EndPod(pod);
        await cluster.Settle();
        Assert.Equal("", await cluster.Names(Resources.PersistentVolumeClaims));
        Assert.Equal("", await Phases(cluster));
    }

    private static Task<ControllerHarness> Start() => ControllerHarness.Start("persistentvolume-binder", "volume-provisioner", "volume-protection");

    private static async Task<string> Phases(ControllerHarness cluster) =>
        string.Join(' ', (await cluster.All(Resources.PersistentVolumes)).Select(volume => $"{volume.ObjectName()}={volume["status"]!["phase"]}"));

    private static Task<JsonObject> MakeVolume(ControllerHarness cluster, string name, string size, string mode = "ReadWriteOnce", string more = "{}")
    {
        var volume = TestServer.Document("v1", "PersistentVolume", name);
        volume["spec"] = new JsonObject { ["capacity"] = new JsonObject { ["storage"] = size }, ["accessModes"] = new JsonArray(mode), ["hostPath"] = new JsonObject { ["path"] = "/data" } };
        foreach (var (field, value) in JsonNode.Parse(more)!.AsObject()) volume["spec"]![field] = value?.DeepClone();
        return cluster.Server.Create(Resources.PersistentVolumes.Path(), volume);
    }

    private static Task<JsonObject> MakeClaim(ControllerHarness cluster, string name, string size, string? storageClass = null)
    {
        var claim = TestServer.Document("v1", "PersistentVolumeClaim", name);
        claim["spec"] = new JsonObject { ["accessModes"] = new JsonArray("ReadWriteOnce"), ["resources"] = new JsonObject { ["requests"] = new JsonObject { ["storage"] = size } } };
        if (storageClass is not null) claim["spec"]!["storageClassName"] = storageClass;
        return cluster.Server.Create(Resources.PersistentVolumeClaims.Path("default"), claim);
    }

    private static Task MakeClass(ControllerHarness cluster, string name, string binding, string provisioner = VolumeProvisioner.Provisioner)
    {
        var document = TestServer.Document("storage.k8s.io/v1", "StorageClass", name);
        document["provisioner"] = provisioner;
        document["volumeBindingMode"] = binding;
        return cluster.Server.Create(Resources.StorageClasses.Path(), document);
    }
}
