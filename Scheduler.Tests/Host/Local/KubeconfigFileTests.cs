using Scheduler.Host.Local;

namespace Scheduler.Tests.Host.Local;

public sealed class KubeconfigFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kubeconfig-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void What_it_wrote_it_writes_again()
    {
        var file = new KubeconfigFile(Path.Combine(folder, "config"));
        Assert.False(file.IsForeign);
        file.Write("https://127.0.0.1:6443", "pem", "admin", "secret");
        Assert.False(file.IsForeign);
    }

    [Theory]
    [InlineData("up", "up", "admin", false)]
    [InlineData("up", "work", "admin", true)]
    [InlineData("work", "up", "admin", true)]
    [InlineData("up", "up", "admin\n- name: other", true)]
    public void Kubectl_may_rewrite_it_but_what_knows_other_clusters_is_left_alone(string cluster, string context, string user, bool foreign)
    {
        var path = Path.Combine(folder, "config");
        File.WriteAllText(path, $"apiVersion: v1\nclusters:\n- cluster: {{}}\n  name: {cluster}\ncontexts:\n- context:\n    namespace: mine\n  name: {context}\nkind: Config\nusers:\n- name: {user}\n");
        Assert.Equal(foreign, new KubeconfigFile(path).IsForeign);
    }

    [Theory]
    [InlineData("")]
    [InlineData("notes: [")]
    [InlineData("- a list")]
    [InlineData("clusters: up")]
    public void What_is_no_kubeconfig_is_somebody_elses(string text)
    {
        var path = Path.Combine(folder, "config");
        File.WriteAllText(path, text);
        Assert.True(new KubeconfigFile(path).IsForeign);
    }
}
