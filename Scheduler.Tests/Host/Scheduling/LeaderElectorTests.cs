using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Scheduler.Core.Configuration;
using Scheduler.Host.ApiServer.InProcess;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;
using Scheduler.Host.Scheduling.Leading;
using Scheduler.Tests.Host.ApiServer;
using Scheduler.Tests.Host.Store;

namespace Scheduler.Tests.Host.Scheduling;

/// <summary>One leads, and nobody writes when another one may lead. On a clock that only moves when told.</summary>
public sealed class LeaderElectorTests
{
    private static readonly LeaderElectionOptions Options = new() { ResourceName = "ours" };

    [Fact]
    public async Task The_first_leads_and_the_second_waits()
    {
        await using Rig rig = await Rig.Start();
        await rig.First.Begins();
        Assert.True(rig.First.Elector.MayWrite);
        rig.Second.Start();
        await rig.PassAsync(TimeSpan.FromMinutes(1));
        Assert.True(rig.First.Elector.MayWrite);
        Assert.False(rig.Second.Elector.Leads);
        JsonObject spec = (await rig.Lease()).Child("spec")!;
        Assert.Equal("first", spec.Text("holderIdentity"));
        Assert.Equal(15, spec.Number("leaseDurationSeconds"));
        Assert.Equal(0, spec.Number("leaseTransitions"));
    }

    [Fact]
    public async Task When_the_leader_dies_the_other_leads_within_lease_duration_and_retry_period_and_the_dead_one_stopped_before()
    {
        await using Rig rig = await Rig.Start();
        await rig.First.Begins();
        rig.Second.Start();
        await rig.PassAsync(TimeSpan.FromSeconds(20));
        rig.First.IsCutOff = true;
        TimeSpan passed = TimeSpan.Zero;
        while (!rig.Second.Elector.Leads)
        {
            passed += await rig.PassAsync(TimeSpan.FromMilliseconds(500));
            Assert.False(rig.Second.Elector.MayWrite && rig.First.Elector.MayWrite, "two may write");
        }

        Assert.False(rig.First.Elector.MayWrite);
        Assert.True(passed <= Options.LeaseDuration + Options.RetryPeriod + TimeSpan.FromSeconds(1), $"{passed}");
        Assert.True(await rig.First.Lost);
        Assert.Equal(1, (await rig.Lease()).Child("spec")!.Number("leaseTransitions"));
    }

    [Fact]
    public async Task A_leader_that_stops_gives_the_lease_up_and_the_other_need_not_wait_for_it_to_run_out()
    {
        await using Rig rig = await Rig.Start();
        await rig.First.Begins();
        rig.Second.Start();
        await rig.PassAsync(TimeSpan.FromSeconds(3));
        await rig.First.StopAsync();
        Assert.Equal("", (await rig.Lease()).Child("spec")!.Text("holderIdentity"));
        await rig.PassAsync(Options.RetryPeriod + TimeSpan.FromSeconds(1));
        Assert.True(rig.Second.Elector.MayWrite);
    }

    [Fact]
    public async Task A_leader_that_cannot_renew_stops_writing_at_its_deadline_though_nobody_else_leads()
    {
        await using Rig rig = await Rig.Start();
        await rig.First.Begins();
        rig.First.IsCutOff = true;
        await rig.PassAsync(Options.RenewDeadline - TimeSpan.FromSeconds(1));
        Assert.True(rig.First.Elector.MayWrite);
        await rig.PassAsync(TimeSpan.FromSeconds(1));
        Assert.False(rig.First.Elector.MayWrite);
    }

    private sealed class Rig : IAsyncDisposable
    {
        private readonly TestServer server;

        private Rig(TestServer server)
        {
            this.server = server;
            First = new("first", server);
            Second = new("second", server);
        }

        public Replica First { get; }

        public Replica Second { get; }

        public static async Task<Rig> Start()
        {
            return new(await TestServer.Start());
        }

        public Task<JsonObject> Lease() => server.Get("/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/ours");

        /// <summary>Lets time pass in small steps; after each the replicas have done all that they can without more of it.</summary>
        public async Task<TimeSpan> PassAsync(TimeSpan time)
        {
            TimeSpan step = TimeSpan.FromMilliseconds(500);
            for (TimeSpan passed = TimeSpan.Zero; passed < time; passed += step)
            {
                server.Clock.Advance(step);
                await First.SettleAsync();
                await Second.SettleAsync();
            }

            return time;
        }

        public async ValueTask DisposeAsync()
        {
            await First.StopAsync();
            await Second.StopAsync();
            await server.DisposeAsync();
        }
    }

    /// <summary>A replica; its client says when no call of it is under way.</summary>
    private sealed class Replica : IApiClient
    {
        private readonly IApiClient client;
        private readonly CancellationTokenSource stop = new();
        private readonly TaskCompletionSource leads = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int calls;

        public Replica(string identity, TestServer server)
        {
            client = new ApiClient(new HttpClient(new InProcessHandler(server.Server, TestServer.Admin)) { BaseAddress = new Uri("http://cluster.local") });
            Elector = new(this, Options, identity, server.Clock, NullLogger.Instance) { Changed = () => leads.TrySetResult() };
        }

        public LeaderElector Elector { get; }

        public Task<bool> Lost { get; private set; } = Task.FromResult(false);

        public bool IsCutOff { get; set; }

        public void Start() => Lost = Elector.RunAsync(stop.Token);

        public Task Begins()
        {
            Start();
            return leads.Task;
        }

        public async Task StopAsync()
        {
            await stop.CancelAsync();
            await Lost;
            await Elector.ReleaseAsync(CancellationToken.None);
        }

        /// <summary>Nothing under way for some turns of the thread pool: what goes on goes on in memory.</summary>
        public async Task SettleAsync()
        {
            for (int quiet = 0; quiet < 200; quiet = Volatile.Read(ref calls) == 0 ? quiet + 1 : 0) await Task.Yield();
        }

        public async Task<ApiAnswer> Send(ApiCall call, CancellationToken cancellation)
        {
            Interlocked.Increment(ref calls);
            try
            {
                if (IsCutOff) throw new HttpRequestException("cut off");
                return await client.Send(call, cancellation);
            }
            finally
            {
                Interlocked.Decrement(ref calls);
            }
        }

        public Task<ApiStream> Open(string path, string accept, CancellationToken cancellation) => client.Open(path, accept, cancellation);
    }
}
