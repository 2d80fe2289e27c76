using System.Diagnostics;
using Scheduler.Tests.Host.ApiServer.Kubectl;

namespace Scheduler.Tests.Host.Local;

/// <summary><c>up</c> as its users meet it: the process, real kubectl, a second start on the same data.</summary>
public sealed class UpTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("up-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [KubectlFact]
    public void A_deployment_runs_survives_a_kill_scales_and_goes()
    {
        using (new Up(folder))
        {
            Kubectl("create deployment web --image=nginx --replicas=3");
            Kubectl("rollout status deployment/web --timeout=60s");
            Assert.Equal(3, Kubectl("get pods -o jsonpath={.items[*].spec.nodeName}").Split(' ').Length);
        }

        using (new Up(folder))
        {
            Assert.Contains("3/3", Kubectl("get deployment web"), StringComparison.Ordinal);
            Kubectl("scale deployment web --replicas=5");
            Kubectl("rollout status deployment/web --timeout=60s");
            Kubectl("delete deployment web");
            Kubectl("wait --for=delete pod -l app=web --timeout=60s");
        }
    }

    private string Kubectl(string arguments)
    {
        ProcessStartInfo start = new(KubectlFactAttribute.Program ?? "kubectl", $"--kubeconfig {Path.Combine(folder, "kubeconfig")} {arguments}")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["HOME"] = folder;
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"kubectl {arguments}: {errors.Result}{output}");
        return output;
    }

    /// <summary>A running <c>up</c>, from its line that says ready until it is killed.</summary>
    private sealed class Up : IDisposable
    {
        private readonly Process process;

        public Up(string folder)
        {
            ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true };
            foreach (string word in (string[])[typeof(Scheduler.Host.Local.LocalCluster).Assembly.Location, "up", "--port", "0", "--nodes", "3", "--data", folder])
                start.ArgumentList.Add(word);
            process = Process.Start(start)!;
            string? line = process.StandardOutput.ReadLine();
            Assert.StartsWith("ready: https://127.0.0.1:", line, StringComparison.Ordinal);
        }

        /// <summary>Killed: what was acknowledged must be there at the next start. (A signal would not do: who runs tests may have it ignored.)</summary>
        public void Dispose()
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }
    }
}
