using Scheduler.Bench.WhatIf.Relax;
using Scheduler.Bench.WhatIf.Worlds;
using Scheduler.Core.Cache;
using Scheduler.Core.Configuration;
using Scheduler.Core.Cycle;
using Scheduler.Core.Objects;
using Scheduler.Core.Reading;
using Scheduler.Core.Writing;
using Scheduler.Plugins;

namespace Scheduler.Tests.Bench.WhatIf;

public sealed class RelaxTests
{
    private readonly ClusterObjects objects = new();

    [Fact]
    public void The_largest_request_that_fits_is_found_to_the_unit()
    {
        AddNode("a", 4000, "zone-a");
        AddNode("b", 7333, "zone-b");
        Suggestion[] suggestions = Relax(Pod("p", 9000));
        Suggestion request = Assert.Single(suggestions, one => one.Dimension == "request");
        Assert.Equal(("cpu: 9 → 7333m", "b", "7334m"), (request.Change, request.Node, request.OneStepLess));
    }

    [Fact]
    public void A_node_more_is_suggested_where_it_helps()
    {
        AddNode("a", 4000, "zone-a");
        AddPlaced("busy", 3000, "a", StringMap.Empty);
        Assert.Contains(Relax(Pod("p", 2000)), one => one.Dimension == "node" && one.OneStepLess == "no node more");
        Assert.DoesNotContain(Relax(Pod("q", 5000)), one => one.Dimension == "node");
    }

    [Fact]
    public void Only_all_taints_together_are_suggested_where_none_alone_helps()
    {
        AddNode("a", 4000, "zone-a", new Taint("x", "1", "NoSchedule"), new Taint("y", "", "NoExecute"));
        Suggestion taint = Assert.Single(Relax(Pod("p", 100)), one => one.Dimension == "taint");
        Assert.Equal("taints x=1:NoSchedule, y:NoExecute removed from a, or tolerated", taint.Change);
        AddNode("b", 4000, "zone-b", new Taint("y", "", "NoExecute"));
        taint = Assert.Single(Relax(Pod("p", 100)), one => one.Dimension == "taint");
        Assert.Equal("taint y:NoExecute removed from b, or tolerated", taint.Change);
    }

    [Fact]
    public void The_fewest_labels_are_suggested()
    {
        AddNode("a", 4000, "zone-a");
        AddNode("b", 4000, "zone-b");
        Pod pod = Pod("p", 100);
        pod = pod with { Spec = pod.Spec with { NodeSelector = StringMap.Of(("disk", "ssd"), ("topology.kubernetes.io/zone", "zone-b")) } };
        Suggestion label = Assert.Single(Relax(pod), one => one.Dimension == "label");
        Assert.Equal("label disk=ssd on b, or not asked for", label.Change);
    }

    [Fact]
    public void The_smallest_skew_that_does_is_suggested()
    {
        AddNode("a", 4000, "zone-a");
        AddNode("b", 100, "zone-b");
        StringMap labels = StringMap.Of(("app", "web"));
        for (int i = 0; i < 3; i++) AddPlaced($"w{i}", 10, "a", labels);
        Pod pod = Pod("p", 1000);
        pod = pod with
        {
            Metadata = pod.Metadata with { Labels = labels },
            Spec = pod.Spec with
            {
                TopologySpreadConstraints = [new() { MaxSkew = 1, TopologyKey = "topology.kubernetes.io/zone", WhenUnsatisfiable = "DoNotSchedule", LabelSelector = new() { MatchLabels = labels } }],
            },
        };
        Suggestion skew = Assert.Single(Relax(pod), one => one.Dimension == "skew");
        Assert.Equal(("maxSkew over topology.kubernetes.io/zone: 1 → 4", "a", "3"), (skew.Change, skew.Node, skew.OneStepLess));
    }

    private Suggestion[] Relax(Pod pod)
    {
        WorldSettings settings = new(
            SchedulerConfiguration.Default(DefaultPlugins.Catalog, FeatureGates.Default), DefaultPlugins.Catalog, FeatureGates.Default, EngineKind.Vector, FromScratch: false, ByPriority: false);
        World world = World.Of(objects, settings);
        using Stage stage = world.Branch(null, world.Engine(0, preempting: false));
        return RelaxCommand.All(new PodTrial(stage, world.Snapshot, NodeType.All(world.Snapshot), pod));
    }

    private void AddNode(string name, int cpuMilli, string zone, params Taint[] taints) => Add(new Node
    {
        Metadata = new() { Name = name, Labels = StringMap.Of(("kubernetes.io/hostname", name), ("topology.kubernetes.io/zone", zone)) },
        Taints = taints,
        Allocatable = ResourceList.From([new("cpu", Quantity.FromMilli(cpuMilli)), new("memory", Quantity.FromUnits(1L << 33)), new("pods", Quantity.FromUnits(110))]),
    });

    private void AddPlaced(string name, int cpuMilli, string node, StringMap labels)
    {
        Pod pod = Pod(name, cpuMilli);
        Add(pod with { Metadata = pod.Metadata with { Labels = labels }, Spec = pod.Spec with { NodeName = node }, Status = new() { Phase = "Running" } });
    }

    private void Add(IKubeObject obj) => Assert.True(objects.TryAdd(obj, ObjectWriter.KindOf(obj), "test", out _));

    private static Pod Pod(string name, int cpuMilli) => new()
    {
        Metadata = new() { Name = name, Namespace = "default", Uid = name },
        Spec = new() { Containers = [new() { Name = "c", Resources = new() { Requests = ResourceList.From([new("cpu", Quantity.FromMilli(cpuMilli))]) } }] },
    };
}
