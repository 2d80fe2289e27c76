using System.Text;
using Scheduler.Core.Objects;
using Scheduler.Core.Reading;

namespace Scheduler.Tests.Core.Reading;

public sealed class KubeReaderTests
{
    private readonly KubeReader reader = new();

    private Pod Pod(string json) => (Pod)reader.Read(Encoding.UTF8.GetBytes(json), KubeKind.Pod, "test");

    private ClusterObjects Any(string json)
    {
        ClusterObjects objects = new();
        reader.ReadAny(Encoding.UTF8.GetBytes(json), objects, "test");
        return objects;
    }

    [Fact]
    public void Unknown_fields_are_passed_over() =>
        Assert.Equal("p", Pod("""{"x":{"y":[1,{"z":null}]},"metadata":{"managedFields":[{}],"name":"p"},"spec":{"dnsConfig":{"a":[[]]}}}""").Metadata.Name);

    [Fact]
    public void Pods_of_one_template_share_their_spec_until_they_have_a_node_and_the_state_that_they_have_in_common()
    {
        const string Waiting = """{"metadata":{"name":"a"},"spec":{"containers":[{"name":"c"}],"priority":5},"status":{"phase":"Pending","conditions":[{"type":"PodScheduled","status":"False"}]}}""";
        Pod one = Pod(Waiting), two = Pod(Waiting.Replace("\"a\"", "\"b\"", StringComparison.Ordinal)), other = Pod(Waiting.Replace("5", "6", StringComparison.Ordinal));
        Assert.Same(one.Spec, two.Spec);
        Assert.Same(one.Status, two.Status);
        Assert.Equal((5, 6), (one.Spec.Priority, other.Spec.Priority));
        Assert.Same(one.Status, other.Status);
        Assert.Equal("n", Pod(Waiting.Replace("\"priority\"", "\"nodeName\":\"n\",\"priority\"", StringComparison.Ordinal)).Spec.NodeName);
        Assert.Equal("", one.Spec.NodeName);
    }

    [Fact]
    public void A_key_follows_the_names_and_has_no_say_in_equality()
    {
        ObjectMeta read = ((Pod)reader.Read("""{"metadata":{"name":"p","namespace":"ns"}}"""u8, KubeKind.Pod, "ns/p")).Metadata, made = new() { Name = "p", Namespace = "ns" };
        Assert.Equal(read, made);
        Assert.Equal("ns/p", read.Key);
        Assert.Equal("ns/p", made.Key);
        Assert.Equal("ns/q", (read with { Name = "q" }).Key);
        Assert.Equal("other/p", (made with { Namespace = "other" }).Key);
        Assert.Equal("ns/p", ((Pod)reader.Read("""{"metadata":{"name":"p","namespace":"ns"}}"""u8, KubeKind.Pod, "ns2p")).Metadata.Key);
    }

    [Fact]
    public void Null_counts_as_absent()
    {
        Pod pod = Pod("""
            {"metadata":{"name":"p","labels":null,"creationTimestamp":null,"ownerReferences":null},
             "spec":{"nodeSelector":null,"affinity":null,"tolerations":null,"priority":null,"containers":[{"name":"c","resources":{"requests":{"cpu":null}},"ports":null}]},
             "status":null}
            """);
        Assert.Null(pod.Spec.NodeSelector);
        Assert.Null(pod.Spec.Affinity);
        Assert.Null(pod.Spec.Priority);
        Assert.Null(pod.Metadata.CreationTimestamp);
        Assert.Same(StringMap.Empty, pod.Metadata.Labels);
        Assert.Equal(0, pod.Spec.Containers[0].Resources.Requests.Count);
        Assert.Same(PodStatus.Empty, pod.Status);
    }

    [Fact]
    public void Empty_is_not_the_same_as_absent_where_that_matters()
    {
        Pod pod = Pod("""
            {"spec":{"nodeSelector":{},"affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[]},
             "preferredDuringSchedulingIgnoredDuringExecution":[]},"podAffinity":{}},
             "topologySpreadConstraints":[{"labelSelector":{}},{}],"hostUsers":false,"volumes":[{"name":"v","persistentVolumeClaim":{"claimName":""}},{"name":"w"}]}}
            """);
        Assert.Empty(pod.Spec.NodeSelector!);
        Assert.Empty(pod.Spec.Affinity!.NodeAffinity!.Required!.Terms);
        Assert.Empty(pod.Spec.Affinity.NodeAffinity.Preferred!);
        Assert.NotNull(pod.Spec.Affinity.PodAffinity);
        Assert.Null(pod.Spec.Affinity.PodAntiAffinity);
        Assert.NotNull(pod.Spec.TopologySpreadConstraints[0].LabelSelector);
        Assert.Null(pod.Spec.TopologySpreadConstraints[1].LabelSelector);
        Assert.False(pod.Spec.HostUsers);
        Assert.Equal("", Assert.Single(pod.Spec.Volumes).ClaimName);
    }

    [Fact]
    public void Of_a_repeated_field_the_last_counts()
    {
        Pod pod = Pod("""{"metadata":{"name":"a","labels":{"x":"1","y":"2","x":"3"},"name":"b"},"spec":{"nodeName":"m","nodeName":"n"}}""");
        Assert.Equal("b", pod.Metadata.Name);
        Assert.Equal("x=3,y=2", pod.Metadata.Labels.ToString());
        Assert.Equal("n", pod.Spec.NodeName);
    }

    [Fact]
    public void Escaped_names_and_texts_are_read_as_what_they_mean()
    {
        Pod pod = Pod("""{"\u006detadata":{"name":"\u0070","labels":{"\u0061":"\u00e9\n"}}}""");
        Assert.Equal("p", pod.Metadata.Name);
        Assert.Equal("é\n", pod.Metadata.Labels["a"]);
    }

    [Fact]
    public void Field_names_are_case_sensitive_as_in_Kubernetes() => Assert.Equal("", Pod("""{"spec":{"nodename":"n"}}""").Spec.NodeName);

    [Fact]
    public void Quantities_may_be_numbers()
    {
        Pod pod = Pod("""{"spec":{"overhead":{"cpu":0.25,"memory":1e9,"pods":" 3 "}}}""");
        Assert.Equal(250, pod.Spec.Overhead["cpu"]!.Value.MilliValue);
        Assert.Equal(1_000_000_000, pod.Spec.Overhead["memory"]!.Value.Value);
        Assert.Equal(3, pod.Spec.Overhead["pods"]!.Value.Value);
    }

    [Fact]
    public void Times_are_UTC()
    {
        Pod pod = Pod("""{"metadata":{"creationTimestamp":"2026-11-22T08:00:00.5+02:00"},"status":{"startTime":"2026-11-22T06:00:00Z"}}""");
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 6, 0, 0, 500, TimeSpan.Zero), pod.Metadata.CreationTimestamp);
        Assert.Equal(TimeSpan.Zero, pod.Metadata.CreationTimestamp!.Value.Offset);
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 6, 0, 0, TimeSpan.Zero), pod.Status.StartTime);
    }

    [Fact]
    public void Kubectls_copy_of_the_object_is_left_out_of_the_annotations() =>
        Assert.Equal("a=1", Pod("""{"metadata":{"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{}","a":"1"}}}""").Metadata.Annotations.ToString());

    [Fact]
    public void Equal_parts_of_different_pods_are_one_object()
    {
        const string Spec = """{"spec":{"tolerations":[{"key":"a","operator":"Exists"}],"affinity":{"podAffinity":{}},"containers":[{"name":"c"}]}}""";
        Pod first = Pod(Spec), second = Pod(Spec);
        Assert.Same(first.Spec.Tolerations, second.Spec.Tolerations);
        Assert.Same(first.Spec.Affinity, second.Spec.Affinity);
        Assert.Same(first.Spec.Containers, second.Spec.Containers);
    }

    [Fact]
    public void A_pod_like_one_seen_before_costs_little_memory()
    {
        ClusterObjects dump = ClusterFiles.Load(Fixtures.PathOf("clusters/eu-1.json.gz"));
        byte[] pod = Encoding.UTF8.GetBytes(Scheduler.Core.Writing.ObjectWriter.ToJson(dump.Pods[0]));
        reader.Read(pod, KubeKind.Pod);
        Assert.InRange(Allocation.Fewest(() => reader.Read(pod, KubeKind.Pod)), 1, 2048);
    }

    [Fact]
    public void The_same_text_means_different_things_in_different_places()
    {
        Pod pod = Pod("""{"spec":{"tolerations":[{"key":"a"}],"topologySpreadConstraints":[{"key":"a"}],"containers":[{"key":"a"}]}}""");
        Assert.Equal("a", pod.Spec.Tolerations[0].Key);
        Assert.Equal("", pod.Spec.TopologySpreadConstraints[0].TopologyKey);
        Assert.Equal("", pod.Spec.Containers[0].Name);
    }

    [Fact]
    public void In_tree_volumes_with_a_successor_are_known_by_name_and_handle()
    {
        Pod pod = Pod("""{"spec":{"volumes":[{"name":"v","azureDisk":{"diskName":"d","diskURI":"/u"}},{"name":"w","cinder":null}]}}""");
        Assert.Equal(("azureDisk", "/u"), (pod.Spec.Volumes[0].MigratableSource, pod.Spec.Volumes[0].MigratableHandle));
        Assert.Single(pod.Spec.Volumes);
        PersistentVolume volume = (PersistentVolume)reader.Read("""{"spec":{"awsElasticBlockStore":{"volumeID":"vol-1"}}}"""u8, KubeKind.PersistentVolume);
        Assert.Equal(("awsElasticBlockStore", "vol-1"), (volume.MigratableSource, volume.MigratableHandle));
    }

    [Theory]
    [InlineData("""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"}}""")]
    [InlineData("""{"spec":{},"metadata":{"name":"a"},"kind":"Pod","apiVersion":"v1"}""")]
    [InlineData("""{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"}}]}""")]
    [InlineData("""{"apiVersion":"v1","items":[{"metadata":{"name":"a"},"kind":"Pod","apiVersion":"v1"}],"kind":"List","metadata":{"resourceVersion":""}}""")]
    [InlineData("""{"kind":"PodList","apiVersion":"v1","metadata":{},"items":[{"metadata":{"name":"a"}}]}""")]
    [InlineData("""{"items":[{"metadata":{"name":"a"}}],"kind":"PodList","apiVersion":"v1"}""")]
    [InlineData("""{"items":[{"kind":"Pod","metadata":{"name":"a"}}],"kind":"PodList","apiVersion":"v1"}""")]
    [InlineData("""{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"v1","kind":"PodList","items":[{"metadata":{"name":"a"}}]}]}""")]
    public void Objects_come_alone_in_lists_and_in_typed_lists_with_the_kind_anywhere(string json)
    {
        Pod pod = Assert.Single(Any(json).Pods);
        Assert.Equal("default/a", pod.Metadata.Key);
    }

    [Fact]
    public void Documents_may_follow_each_other()
    {
        ClusterObjects objects = Any("""
            {"apiVersion":"v1","kind":"Node","metadata":{"name":"a"}}
            {"apiVersion":"v1","kind":"Node","metadata":{"name":"b"}}{"apiVersion":"v1","kind":"List","items":[]}
            """);
        Assert.Equal(["a", "b"], objects.Nodes.Select(node => node.Metadata.Name));
    }

    [Fact]
    public void Kinds_that_are_not_read_are_counted_with_their_group()
    {
        ClusterObjects objects = Any("""
            {"apiVersion":"v1","kind":"List","items":[{"apiVersion":"v1","kind":"Secret","metadata":{}},{"apiVersion":"v1","kind":"Secret"},
             {"apiVersion":"serving.knative.dev/v1","kind":"Service"},{"apiVersion":"v1","kind":"Service","metadata":{"name":"s"}}]}
            {"apiVersion":"v1","kind":"ConfigMapList","items":[{"metadata":{"name":"c"}}]}
            """);
        Assert.Equal("ConfigMap=1 Secret=2 Service.serving.knative.dev=1", string.Join(" ", objects.SkippedKinds.Select(pair => $"{pair.Key}={pair.Value}")));
        Assert.Single(objects.Services);
        Assert.Equal(1, objects.Count);
    }

    [Fact]
    public void Every_kind_is_found_by_its_own_names()
    {
        foreach (KubeKindInfo info in KubeKinds.Table)
        {
            Assert.Equal(info.Kind, KubeKinds.Find(info.ApiVersion, info.Name));
            Assert.Equal(info.Kind, KubeKinds.FindPlural(info.Plural.ToLowerInvariant()));
            Assert.Same(info, info.Kind.Info());
        }
    }
}
