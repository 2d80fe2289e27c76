using Scheduler.Core.Configuration;
using Scheduler.Host.Client;
using Scheduler.Host.Client.Access;
using Scheduler.Host.Client.Transport;
using Scheduler.Host.Scheduling;
using Scheduler.Plugins;
using Scheduler.Tests.Host.ApiServer.Kubectl;
using Scheduler.Tests.Host.Local;

namespace Scheduler.Tests.Host.Scheduling;

/// <summary>What PreBind writes, over HTTPS, to a server with controllers that bind and make volumes.</summary>
public sealed class VolumesOfPodsTests : IDisposable
{
    private const string Name = "ours";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string folder = Directory.CreateTempSubdirectory("volumes-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [KubectlFact]
    public async Task Volumes_are_made_and_chosen_where_the_pods_go_and_a_dry_run_waits_for_none()
    {
        using UpProcess up = new(folder, "--scheduler", "none", "--store", "memory", "--nodes", "3");
        string node = up.Kubectl("get nodes -o jsonpath={.items[1].metadata.name}");
        File.WriteAllText(Path.Combine(folder, "volumes.yaml"), Manifest(node));
        up.Kubectl("apply -f volumes.yaml");

        await Schedule(true, "made", "chosen");
        Assert.Equal("", up.Kubectl("get pods -o jsonpath={.items[*].spec.nodeName}"));
        Assert.Equal("Pending Pending", up.Kubectl("get pvc -o jsonpath={.items[*].status.phase}"));
        Assert.Equal("", up.Kubectl("get pv small -o jsonpath={.spec.claimRef}"));

        await Schedule(false, "made", "chosen");
        Assert.Equal("Bound Bound", up.Kubectl("get pvc -o jsonpath={.items[*].status.phase}"));
        string chosen = up.Kubectl("get pod chosen -o jsonpath={.spec.nodeName}"), made = up.Kubectl("get pod made -o jsonpath={.spec.nodeName}");
        Assert.Equal(node, chosen);
        Assert.Equal("small Bound", up.Kubectl("get pvc chosen -o jsonpath={.spec.volumeName}") + " " + up.Kubectl("get pv small -o jsonpath={.status.phase}"));
        Assert.Equal("Available", up.Kubectl("get pv large -o jsonpath={.status.phase}"));
        Assert.Equal(made, up.Kubectl(@"get pvc made -o jsonpath={.metadata.annotations.volume\.kubernetes\.io/selected-node}"));
        up.Kubectl("wait --for=condition=Ready pod/made pod/chosen --timeout=60s");
    }

    /// <summary>Schedules until these pods are bound.</summary>
    private async Task Schedule(bool isDry, params string[] until)
    {
        HashSet<string> missing = [.. until.Select(pod => $"default/{pod}")];
        TaskCompletionSource all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        RunJournal journal = new(TimeProvider.System)
        {
            Told = entry =>
            {
                if (entry.Name == "LogBound" && missing.Remove(entry.Word("Pod")) && missing.Count == 0) all.SetResult();
            },
        };
        using ApiConnection connection = new(ClusterAccess.OfProcess(TimeProvider.System).Find(Path.Combine(folder, "kubeconfig"), null), TimeProvider.System);
        SchedulerConfiguration configuration = SchedulerConfiguration.Default(DefaultPlugins.Catalog, FeatureGates.Default);
        configuration = configuration with { Profiles = [configuration.Profiles[0] with { SchedulerName = Name }] };
        LiveScheduler scheduler = new(connection.Client(new() { Qps = -1 }), configuration, FeatureGates.Default, TimeProvider.System, new() { IsDryRun = isDry }, null, journal);
        using CancellationTokenSource stop = new();
        Task running = Task.Run(() => scheduler.RunAsync(stop.Token));
        try
        {
            await all.Task.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"not bound: {string.Join(", ", missing)}\n{string.Join('\n', journal.Entries.TakeLast(10).Select(entry => entry.Text))}");
        }

        await stop.CancelAsync();
        await running;
    }

    /// <summary>A claim whose volume is to be made; one that takes the smaller of two volumes, which are on one node.</summary>
    private static string Manifest(string node) => $$"""
        {{Class("making", "up.local/simulated")}}
        {{Class("choosing", "kubernetes.io/no-provisioner")}}
        {{Volume("large", "9Gi", node)}}
        {{Volume("small", "2Gi", node)}}
        {{ClaimAndPod("made", "making")}}
        {{ClaimAndPod("chosen", "choosing")}}
        """;

    private static string Class(string name, string provisioner) => $$"""
        ---
        {apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: {{name}}}, provisioner: {{provisioner}}, volumeBindingMode: WaitForFirstConsumer}
        """;

    private static string Volume(string name, string size, string node) => $$"""
        ---
        apiVersion: v1
        kind: PersistentVolume
        metadata: {name: {{name}}}
        spec:
          capacity: {storage: {{size}}}
          accessModes: [ReadWriteOnce]
          storageClassName: choosing
          local: {path: /disk}
          nodeAffinity:
            required:
              nodeSelectorTerms:
              - matchExpressions:
                - {key: kubernetes.io/hostname, operator: In, values: [{{node}}]}
        """;

    private static string ClaimAndPod(string name, string storageClass) => $$"""
        ---
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: {{name}}}
        spec: {storageClassName: {{storageClass}}, accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi} } }
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: {{name}}}
        spec:
          schedulerName: {{Name}}
          containers: [{name: main, image: pause, resources: {requests: {cpu: 100m} } }]
          volumes: [{name: data, persistentVolumeClaim: {claimName: {{name}} } }]
        """;
}
