using Scheduler.Bench.WhatIf.Edits;
using Scheduler.Bench.WhatIf.Scenarios;
using Scheduler.Core.Configuration;
using Scheduler.Core.Reading;

namespace Scheduler.Tests.Bench.WhatIf;

public sealed class ScenarioFileTests
{
    [Fact]
    public void All_errors_of_a_file_are_listed_with_their_fields()
    {
        const string text = """
            scenarios:
            - name: a
              edits:
              - drain: {nodez: [x]}
              - addNodes: {count: 0}
              - setTaints: {nodes: ["*"], add: ["x:Nope"]}
              - {}
            - name: a
            """;
        ConfigurationException error = Assert.Throws<ConfigurationException>(() => ScenarioFile.ReadText(text, "s.yaml", new KubeReader()));
        string[] paths = [.. error.Errors.Select(one => one.Path)];
        Assert.Equal(
            ["scenarios[0].edits[0].drain.nodes", "scenarios[0].edits[0].drain.nodez", "scenarios[0].edits[1].addNodes", "scenarios[0].edits[2].setTaints", "scenarios[0].edits[3]", "scenarios[1].edits", "scenarios"],
            paths);
    }

    [Fact]
    public void A_manifest_gives_pods_with_owners_and_what_goes_with_them()
    {
        Manifest manifest = ManifestReader.Read(
            """
            apiVersion: v1
            kind: List
            items:
            - {apiVersion: v1, kind: Service, metadata: {name: s}, spec: {selector: {app: a}}}
            - apiVersion: batch/v1
              kind: CronJob
              metadata: {name: nightly, namespace: jobs}
              spec: {jobTemplate: {spec: {parallelism: 4, template: {spec: {containers: [{name: c}]}}}}}
            - {apiVersion: v1, kind: Pod, metadata: {name: one}, spec: {nodeName: somewhere, containers: [{name: c}]}}
            """,
            "m.yaml",
            new KubeReader());
        Assert.Equal(["nightly", "one"], manifest.Pods.Select(pods => pods.Template.Metadata.Name));
        Assert.Equal([4, 1], manifest.Pods.Select(pods => pods.Replicas));
        Assert.Equal(("jobs", "CronJob"), (manifest.Pods[0].Template.Metadata.Namespace, manifest.Pods[0].Template.Metadata.Controller!.Kind));
        Assert.Equal("", manifest.Pods[1].Template.Spec.NodeName);
        Assert.Single(manifest.Others.Services);
    }
}
