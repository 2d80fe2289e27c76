using System.Diagnostics;
using Scheduler.Tests.Host.ApiServer.Kubectl;

namespace Scheduler.Tests.Host.Local;

/// <summary><c>up</c> as its users meet it: the process, real kubectl, a second start on the same data.</summary>
public sealed class UpTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("up-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [KubectlFact]
    public void A_deployment_runs_survives_a_kill_in_the_middle_scales_and_goes()
    {
        using (UpProcess up = new(folder))
        {
            // "Ready" means that pods can be made: at once.
            up.Kubectl("run first --image=nginx");
            Assert.Contains("ca.crt", up.Kubectl("get configmap kube-root-ca.crt -o yaml"), StringComparison.Ordinal);
            up.Kubectl("delete pod first --now");
            up.Kubectl("create deployment web --image=nginx --replicas=3");
            up.Kubectl("rollout status deployment/web --timeout=60s");
            Assert.Equal(3, up.Kubectl("get pods -o jsonpath={.items[*].spec.nodeName}").Split(' ').Length);
            up.Kubectl("scale deployment web --replicas=40");
        }

        using (UpProcess up = new(folder))
        {
            Assert.Contains("nodes=3", up.Ready, StringComparison.Ordinal);
            up.Kubectl("rollout status deployment/web --timeout=60s");
            Assert.Contains("40/40", up.Kubectl("get deployment web"), StringComparison.Ordinal);
            Assert.Equal(40, up.Kubectl("get pods -o name").Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
            up.Kubectl("scale deployment web --replicas=5");
            up.Kubectl("wait --for=jsonpath={.status.replicas}=5 deployment/web --timeout=60s");
            up.Kubectl("delete deployment web");
            up.Kubectl("wait --for=delete pod -l app=web --timeout=60s");
        }
    }

    [KubectlFact]
    public void A_signal_ends_it_cleanly_with_watches_open_and_the_demo_is_still_there_at_the_next_start()
    {
        using (UpProcess up = new(folder, "--demo"))
        {
            List<string> hops = [];
            while (hops.Count == 0 || !hops[^1].StartsWith("still serving", StringComparison.Ordinal)) hops.Add(up.ReadLine());
            foreach (string hop in (string[])["stored", "reconciled", "scheduled", "bound", "running", "done"]) Assert.Contains(hops, line => line.Contains($" s  {hop} ", StringComparison.Ordinal));
            Assert.Equal(3, hops.Count(line => line.Contains(" running ", StringComparison.Ordinal)));
            Assert.Contains(hops, line => line.Contains("PodTopologySpread", StringComparison.Ordinal));
            string[] sums = [.. hops.Where(line => line.Contains(" = ", StringComparison.Ordinal))];
            Assert.True(sums.Length >= 6);
            Assert.All(sums, line => Assert.Equal(Total(line), Parts(line)));

            using Process watch = up.Start("get pods --watch");
            Assert.NotNull(watch.StandardOutput.ReadLine());
            (int exit, string errors) = up.Terminate();
            Assert.Equal((0, ""), (exit, errors));
            watch.Kill();
            watch.WaitForExit();
        }

        using (UpProcess up = new(folder))
        {
            Assert.Contains("3/3", up.Kubectl("get deployment web-app"), StringComparison.Ordinal);
            Assert.Equal((0, ""), up.Terminate());
        }
    }

    [KubectlFact]
    public void A_dump_goes_on_as_a_cluster_with_simulated_nodes()
    {
        using UpProcess up = new(folder, "--load", Fixtures.PathOf("clusters/eu-1.json.gz"), "--store", "memory");
        Assert.Contains("nodes=200", up.Ready, StringComparison.Ordinal);
        Assert.Equal(["553a5b81-6aa2-42be-a378-bcc3e40aa5f5", "2026-11-22T06:24:13Z", "compute-001", "Running"],
            up.Kubectl("get pod -n ads app0-84758c54cd-6nbkx -o custom-columns=:.metadata.uid,:.metadata.creationTimestamp,:.spec.nodeName,:.status.phase --no-headers").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        up.Kubectl("scale -n ads deployment app0 --replicas=13");
        up.Kubectl("rollout status -n ads deployment app0 --timeout=60s");
        Assert.Contains("13/13", up.Kubectl("get -n ads deployment app0"), StringComparison.Ordinal);
    }

    /// <summary>The number before the equals sign of <c>node-1 672 = TaintToleration 100×3 + NodeResourcesFit 98</c>.</summary>
    private static int Total(string line) => int.Parse(line.Split(" = ")[0].Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture);

    private static int Parts(string line) => line.Split(" = ")[1].Split(" + ").Sum(part =>
        part.Split(' ')[1].Split('×').Aggregate(1, (product, factor) => product * int.Parse(factor, System.Globalization.CultureInfo.InvariantCulture)));
}
