using System.Text.Json.Nodes;
using Scheduler.Tests.Host.ApiServer.Kubectl;

namespace Scheduler.Tests.Host.Local;

/// <summary>What people type, against a whole cluster: each command with something that its output has to say.</summary>
public sealed class UpKubectlTests : IDisposable
{
    private const string Claim = """
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: data}
        spec:
          accessModes: [ReadWriteOnce]
          resources: {requests: {storage: 1Gi}}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: writer}
        spec:
          terminationGracePeriodSeconds: 1
          containers: [{name: c, image: i, volumeMounts: [{name: d, mountPath: /d}]}]
          volumes: [{name: d, persistentVolumeClaim: {claimName: data}}]
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("up-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [KubectlFact]
    public void Workloads_roll_out_move_and_go()
    {
        File.Copy(Fixtures.PathOf("wire/dep.yaml"), Path.Combine(folder, "web.yaml"));
        using UpProcess up = new(folder, "--nodes", "4");
        Type(up, """
            apply -f web.yaml                                            | deployment.apps/web-app created
            rollout status deployment/web-app --timeout=60s              | successfully rolled out
            get deployment web-app                                       | 3/3
            get pods -o wide                                             | node-0000
            describe deployment web-app                                  | NewReplicaSetAvailable
            describe deployment web-app                                  | Scaled up replica set
            scale deployment web-app --replicas=6                        | scaled
            rollout status deployment/web-app --timeout=60s              | successfully rolled out
            set image deployment/web-app web=nginx:1.22                  | image updated
            rollout status deployment/web-app --timeout=60s              | successfully rolled out
            get pods -l app=web-app -o jsonpath={..image}                | nginx:1.22
            rollout history deployment/web-app                           | 2
            rollout undo deployment/web-app                              | rolled back
            rollout status deployment/web-app --timeout=60s              | successfully rolled out
            get deployment web-app -o jsonpath={..containers[0].image}   | nginx:1.21
            rollout history deployment/web-app                           | 3
            rollout pause deployment/web-app                             | paused
            set image deployment/web-app web=nginx:1.23                  | image updated
            get deployment web-app -o jsonpath={.status.updatedReplicas}.| .
            rollout resume deployment/web-app                            | resumed
            rollout status deployment/web-app --timeout=60s              | successfully rolled out
            rollout restart deployment/web-app                           | restarted
            rollout status deployment/web-app --timeout=60s              | successfully rolled out
            get replicasets -l app=web-app                               | web-app-
            get events                                                   | Scheduled
            describe node node-00000                                     | Ready
            """);
        string pod = StayingPod(up.Kubectl("get pods -o json --field-selector=spec.nodeName=node-00001"));
        Type(up, $"""
            label {pod} tier=front                                       | labeled
            get pods -l tier=front -o name                               | {pod}
            label {pod} app=debug --overwrite                            | labeled
            wait --for=jsonpath=.status.readyReplicas=6 deployment/web-app --timeout=60s | met
            get {pod} -o jsonpath=.{"{.metadata.ownerReferences}"}       | .
            delete {pod} --timeout=60s                                   | deleted
            drain node-00001 --ignore-daemonsets --timeout=60s           | drained
            get node node-00001                                          | SchedulingDisabled
            rollout status deployment/web-app --timeout=60s              | successfully rolled out
            """);
        Assert.Equal("", up.Kubectl("get pods -o name -l app=web-app --field-selector=spec.nodeName=node-00001"));
        Type(up, """
            uncordon node-00001                                          | uncordoned
            taint node node-00002 repair=now:NoExecute                   | tainted
            wait --for=delete pod -l app=web-app --field-selector=spec.nodeName=node-00002 --timeout=60s | 
            rollout status deployment/web-app --timeout=60s              | successfully rolled out
            taint node node-00002 repair-                                | untainted
            delete deployment web-app --cascade=orphan                   | deleted
            get replicasets -l app=web-app                               | web-app-
            apply -f web.yaml                                            | created
            rollout status deployment/web-app --timeout=60s              | successfully rolled out
            delete -f web.yaml --cascade=foreground --timeout=60s        | deleted
            get all -l app=web-app                                       | 
            """);
    }

    [KubectlFact]
    public void Namespaces_and_volumes_come_and_go_with_what_is_in_them()
    {
        File.WriteAllText(Path.Combine(folder, "claim.yaml"), Claim);
        using UpProcess up = new(folder);
        Type(up, """
            create namespace team                                        | namespace/team created
            create deployment api -n team --image=api --replicas=2       | created
            create configmap settings -n team --from-literal=a=1         | created
            rollout status deployment/api -n team --timeout=60s          | successfully rolled out
            get serviceaccounts -n team                                  | default
            get configmaps -n team                                       | kube-root-ca.crt
            apply -f claim.yaml                                          | persistentvolumeclaim/data created
            wait --for=condition=Ready pod/writer --timeout=60s          | met
            get pvc data                                                 | Bound
            get pv                                                       | default/data
            delete namespace team --timeout=60s                          | deleted
            delete pvc data --wait=false                                 | deleted
            get pvc data                                                 | Terminating
            delete pod writer --timeout=60s                              | deleted
            wait --for=delete pvc/data --timeout=60s                     | 
            wait --for=delete pv --all --timeout=60s                     | 
            """);
        Assert.DoesNotContain("team", up.Kubectl("get namespaces"), StringComparison.Ordinal);
        Assert.Equal("", up.Kubectl("get pods,deployments,replicasets,pv,pvc -A -o name"));
    }

    /// <summary>A pod of the list that is not about to go: those of the last rollout are still seen for a moment.</summary>
    private static string StayingPod(string list) => "pod/" + JsonNode.Parse(list)!["items"]!.AsArray()
        .First(pod => pod!["metadata"]!["deletionTimestamp"] is null)!["metadata"]!["name"]!.GetValue<string>();

    /// <summary>Lines of a command, a bar, and what it has to say.</summary>
    private static void Type(UpProcess up, string script)
    {
        foreach (string[] line in script.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('|')))
        {
            string output = up.Kubectl(line[0].Trim());
            Assert.True(output.Contains(line[1].Trim(), StringComparison.Ordinal), $"kubectl {line[0].Trim()}: {line[1].Trim()} expected, found: {output}");
        }
    }
}
