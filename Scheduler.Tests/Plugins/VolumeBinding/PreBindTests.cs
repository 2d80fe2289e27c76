using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Scheduler.Core.Storage;
using Subject = Scheduler.Plugins.VolumeBinding.VolumeBinding;

namespace Scheduler.Tests.Plugins.VolumeBinding;

public sealed class PreBindTests
{
    private readonly FilterHarness harness = new FilterHarness().Node("a", ("kubernetes.io/hostname", "a"));
    private readonly SkippingClock clock = new();
    private readonly Planner planner;

    public PreBindTests() => planner = new(harness.Cluster);

    [Fact]
    public async Task Volumes_are_written_and_the_pod_waits_until_its_claims_are_bound()
    {
        harness.Class("local", provisioner: StorageNames.NoProvisioner).Volume("pv", "local").Claim("data", "local");
        planner.OnAsk(3, () => harness.Claim("data", "local", volume: "pv"));
        Assert.Equal("Success ", await Bind("data"));
        Assert.Equal(["volume pv for default/data"], planner.Writes);
        Assert.Equal(3, planner.AskCount);
        Assert.Equal(TimeSpan.FromSeconds(2), clock.Skipped);
    }

    [Fact]
    public async Task Claims_are_told_their_node_and_the_pod_waits_for_the_volume_that_is_made()
    {
        harness.Class("later").Claim("data", "later");
        planner.OnAsk(2, () =>
        {
            PersistentVolumeClaim claim = harness.Cluster.PersistentVolumeClaims.Find("default/data")!;
            harness.Volume("made", "later").Cluster.PersistentVolumeClaims.Set(claim with
            {
                VolumeName = "made",
                Metadata = claim.Metadata with { Annotations = claim.Metadata.Annotations.With(StorageNames.BindCompleted, "yes") },
            });
        });
        Assert.Equal("Success ", await Bind("data"));
        Assert.Equal(["claim default/data on a"], planner.Writes);
    }

    [Fact]
    public async Task A_provisioner_that_gave_up_sends_the_pod_back()
    {
        harness.Class("later").Claim("data", "later");
        planner.OnAsk(2, () => harness.Claim("data", "later"));
        Assert.Equal("Error provisioning failed for PVC \"data\"", await Bind("data"));
    }

    [Fact]
    public async Task A_volume_that_lost_its_claim_sends_the_pod_back()
    {
        harness.Class("local", provisioner: StorageNames.NoProvisioner).Volume("pv", "local").Claim("data", "local");
        planner.OnAsk(2, () => harness.Volume("pv", "local"));
        Assert.Equal("Error binding volumes: ClaimRef got reset for pv \"pv\"", await Bind("data"));
    }

    [Fact]
    public async Task A_pod_that_vanished_is_not_waited_for()
    {
        harness.Class("later").Claim("data", "later");
        planner.OnAsk(2, () => harness.Cluster.RemovePod("default/new"));
        Assert.Equal("Error binding volumes: pod \"default/new\" does not exist any more", await Bind("data"));
    }

    [Fact]
    public async Task Waiting_ends_after_the_time_that_the_arguments_give()
    {
        harness.Class("later").Claim("data", "later");
        Assert.Equal("Error binding volumes: not bound after 5 s", await Bind("data"));
        Assert.Equal(TimeSpan.FromSeconds(5), clock.Skipped);
    }

    [Fact]
    public async Task A_write_that_fails_ends_it_and_Unreserve_gives_everything_back()
    {
        harness.Class("local", provisioner: StorageNames.NoProvisioner).Volume("pv", "local").Claim("data", "local");
        planner.Failure = Status.Error("conflict");
        Assert.Equal("Error conflict", await Bind("data"));
        Assert.Equal(0, planner.AskCount);
    }

    private async Task<string> Bind(string claim)
    {
        Subject plugin = new(harness.Context(new Scheduler.Plugins.VolumeBinding.VolumeBindingArgs { BindTimeoutSeconds = 5 }, clock: clock));
        PodInfo pod = harness.Cluster.Prepare(FilterHarness.Pod("new", FilterHarness.Uses(claim)));
        harness.Cluster.AddPod(pod, "a");
        Assert.True(plugin.Reserve(pod, "a").IsSuccess);
        Assert.True(plugin.PreBindPreFlight(pod, "a").IsSuccess);
        Status status = await plugin.PreBindAsync(pod, "a", planner, CancellationToken.None);
        plugin.Unreserve(pod, "a");
        Assert.True(plugin.PreBindPreFlight(pod, "a").IsSkip);
        return $"{status.Code} {status.Message}";
    }

    /// <summary>Writes go into the cluster; scripted things happen before the n-th question.</summary>
    private sealed class Planner(Cluster cluster) : IPlanner
    {
        private readonly Dictionary<int, Action> script = [];

        public List<string> Writes { get; } = [];

        public int AskCount { get; private set; }

        public Status Failure { get; set; } = Status.Success;

        public void OnAsk(int number, Action action) => script.Add(number, action);

        public Task<Status> BindAsync(PodInfo pod, string nodeName, CancellationToken cancellation) => throw new InvalidOperationException("not asked for here");

        public Task<Status> UpdateAsync(PersistentVolume volume, CancellationToken cancellation)
        {
            Writes.Add($"volume {volume.Metadata.Name} for {volume.ClaimRef!.Namespace}/{volume.ClaimRef.Name}");
            cluster.PersistentVolumes.Set(volume);
            return Task.FromResult(Failure);
        }

        public Task<Status> UpdateAsync(PersistentVolumeClaim claim, CancellationToken cancellation)
        {
            Writes.Add($"claim {claim.Metadata.Key} on {claim.Metadata.Annotations[StorageNames.SelectedNode]}");
            cluster.PersistentVolumeClaims.Set(claim);
            return Task.FromResult(Failure);
        }

        public Task<T> AskAsync<T>(Func<T> question, CancellationToken cancellation)
        {
            if (script.TryGetValue(++AskCount, out Action? action)) action();
            return Task.FromResult(question());
        }
    }

    /// <summary>A clock that skips every wait: who asks for a timer finds that the time is up.</summary>
    private sealed class SkippingClock : TimeProvider
    {
        public TimeSpan Skipped { get; private set; }

        public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) + Skipped;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Skipped += dueTime;
            callback(state);
            return new Elapsed();
        }

        private sealed class Elapsed : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => false;

            public void Dispose()
            {
                // Nothing is running.
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
