using Scheduler.Core.Configuration;
using Scheduler.Host.Client.Access;

namespace Scheduler.Tests.Host.Client.Access;

public sealed class KubeconfigTests : IDisposable
{
    private readonly KubeconfigFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_context_names_server_user_and_namespace()
    {
        var endpoint = folder.Of("server: 'https://example.org:6443'", "token: abc");
        Assert.Equal("https://example.org:6443/", endpoint.Server.AbsoluteUri);
        Assert.Equal("team", endpoint.Namespace);
        Assert.Equal("Bearer abc", (await endpoint.Credentials.Current(default)).Authorization!.ToString());
    }

    [Fact]
    public async Task Of_files_in_a_list_the_first_that_has_a_name_counts()
    {
        var first = folder.Write("a", """
            users: [{name: me, user: {token: first}}]
            contexts: [{name: c, context: {cluster: here, user: me}}]
            """);
        var second = folder.Write("b", KubeconfigFolder.Text("server: 'https://second'", "token: second"));
        folder.Variables["KUBECONFIG"] = $"{first}:{folder["absent"]}:{second}";
        var endpoint = folder.Find();
        Assert.Equal("second", endpoint.Server.Host);
        Assert.Equal("default", endpoint.Namespace);
        Assert.Equal("first", (await endpoint.Credentials.Current(default)).Authorization!.Parameter);
    }

    [Fact]
    public void The_home_folder_is_looked_in_before_the_pods_account()
    {
        folder.Variables["HOME"] = folder[""];
        folder.Variables["KUBERNETES_SERVICE_HOST"] = "10.0.0.1";
        folder.Variables["KUBERNETES_SERVICE_PORT"] = "443";
        folder.Write(".kube/config", KubeconfigFolder.Text("server: 'https://home'", ""));
        Assert.Equal("home", folder.Find().Server.Host);
    }

    [Fact]
    public void Another_context_can_be_chosen_and_a_server_may_live_below_a_path()
    {
        var file = folder.Write("config", """
            current-context: a
            clusters: [{name: a, cluster: {server: 'https://a'}}, {name: b, cluster: {server: 'https://b/k8s/clusters/c-1', tls-server-name: other, disable-compression: true, proxy-url: 'socks5://p:1080'}}]
            contexts: [{name: a, context: {cluster: a}}, {name: b, context: {cluster: b}}]
            """);
        var endpoint = folder.Find(file, "b");
        Assert.Equal("https://b/k8s/clusters/c-1/", endpoint.Server.AbsoluteUri);
        Assert.Equal("other", endpoint.TlsServerName);
        Assert.True(endpoint.DisableCompression);
        Assert.Equal("socks5://p:1080/", endpoint.Proxy!.AbsoluteUri);
    }

    [Fact]
    public async Task Paths_are_relative_to_the_file_that_names_them()
    {
        folder.Write("keys/token", "from-file\n");
        folder.Write("ca.pem", TestCertificates.AuthorityPem);
        var endpoint = folder.Of("server: 'https://s', certificate-authority: ca.pem", "tokenFile: keys/token");
        Assert.Single(endpoint.Authorities);
        Assert.Equal("from-file", (await endpoint.Credentials.Current(default)).Authorization!.Parameter);
    }

    [Fact]
    public void Somebody_can_ask_for_somebody_else()
    {
        var endpoint = folder.Of("server: 'https://s'", "token: t, as: jane, as-uid: u1, as-groups: [dev, ops], as-user-extra: {scopes: [a, b]}");
        Assert.Equal(
            ["Impersonate-User=jane", "Impersonate-Uid=u1", "Impersonate-Group=dev", "Impersonate-Group=ops", "Impersonate-Extra-scopes=a", "Impersonate-Extra-scopes=b"],
            endpoint.Headers.Select(header => $"{header.Key}={header.Value}"));
    }

    [Theory]
    [InlineData("", "", "clusters[here].cluster.server: is missing")]
    [InlineData("server: 7", "", "clusters[here].cluster.server: must be a text")]
    [InlineData("server: 'ftp://s'", "", "clusters[here].cluster.server: must be a URL that starts with https:// or http://")]
    [InlineData("server: s, insecure-skip-tls-verify: x", "", "clusters[here].cluster.insecure-skip-tls-verify: must be true or false")]
    [InlineData("server: s, certificate-authority: absent.pem", "", "clusters[here].cluster.certificate-authority: cannot be read: Could not find file")]
    [InlineData("server: s, certificate-authority-data: '***'", "", "clusters[here].cluster.certificate-authority-data: is not base64")]
    [InlineData("server: s, certificate-authority-data: aGVsbG8=", "", "clusters[here].cluster.certificate-authority-data: holds no certificate in PEM")]
    [InlineData("server: s, certificate-authority-data: aGVsbG8=, certificate-authority: x", "", "clusters[here].cluster.certificate-authority: there is certificate-authority-data too")]
    [InlineData("server: s, proxy-url: 'gopher://p'", "", "clusters[here].cluster.proxy-url: must be a URL that starts with http://, https:// or socks5://")]
    [InlineData("server: s", "tokenFile: absent", "users[me].user.tokenFile: cannot be read: Could not find file")]
    [InlineData("server: s", "token: secret, username: u", "users[me].user.username: there is a token too")]
    [InlineData("server: s", "client-key-data: aGVsbG8=", "users[me].user.client-certificate: is missing")]
    [InlineData("server: s", "client-certificate-data: aGVsbG8=", "users[me].user.client-key: is missing")]
    [InlineData("server: s", "client-certificate-data: aGVsbG8=, client-key-data: aGVsbG8=", "users[me].user.client-certificate: it and its client-key cannot be used")]
    [InlineData("server: s", "auth-provider: {name: gcp}", "users[me].user.auth-provider: is not supported")]
    [InlineData("server: s", "exec: {command: x}", "users[me].user.exec.apiVersion: is missing")]
    [InlineData("server: s", "exec: {apiVersion: client.authentication.k8s.io/v1alpha1, command: x}", "users[me].user.exec.apiVersion: must be client.authentication.k8s.io/v1 or")]
    [InlineData("server: s", "exec: {apiVersion: client.authentication.k8s.io/v1}", "users[me].user.exec.command: is missing")]
    [InlineData("server: s", "exec: {apiVersion: client.authentication.k8s.io/v1, command: x}", "users[me].user.exec.interactiveMode: is missing")]
    [InlineData("server: s", "exec: {apiVersion: client.authentication.k8s.io/v1, command: x, interactiveMode: Often}", "users[me].user.exec.interactiveMode: must be Never, IfAvailable or Always")]
    [InlineData("server: s", "exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: x, args: y}", "users[me].user.exec.args: must be a list")]
    [InlineData("server: s", "exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: x, env: [{value: y}]}", "users[me].user.exec.env[0].name: is missing")]
    [InlineData("server: s", "token: secret, exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: x}", "users[me].user.exec: there is a token or username too")]
    public void What_is_wrong_is_one_line_with_file_object_and_field(string cluster, string user, string expected)
    {
        var error = Assert.Throws<ConfigurationException>(() => folder.Of(cluster, user));
        Assert.StartsWith($"{folder["config"]}: {expected}", error.Message);
        Assert.DoesNotContain('\n', error.Message);
        Assert.DoesNotContain("secret", error.Message);
    }

    [Theory]
    [InlineData("{", "broken JSON at line 1, byte 2")]
    [InlineData("a: [", "broken YAML")]
    [InlineData("[]", "must be an object of kind Config")]
    [InlineData("kind: Pod", "kind: must be Config")]
    [InlineData("apiVersion: v2", "apiVersion: must be v1")]
    [InlineData("clusters: {}", "clusters: must be a list")]
    [InlineData("clusters: [x]", "clusters[0]: must be an object")]
    [InlineData("clusters: [{cluster: {}}]", "clusters[0].name: is missing")]
    [InlineData("users: [{name: u, user: 3}]", "users[u].user: must be an object")]
    [InlineData("", "current-context: is missing")]
    [InlineData("current-context: x", "contexts[x]: there is no such context")]
    [InlineData("current-context: x\ncontexts: [{name: known, context: {}}]", "contexts[x]: there is no such context (there are: known)")]
    [InlineData("current-context: x\ncontexts: [{name: x, context: {user: u}}]", "contexts[x].context.cluster: is missing")]
    [InlineData("current-context: x\ncontexts: [{name: x, context: {cluster: k}}]", "contexts[x].context.cluster: there is no cluster \"k\"")]
    [InlineData("current-context: x\ncontexts: [{name: x, context: {cluster: k, user: u}}]\nclusters: [{name: k, cluster: {server: s}}]", "contexts[x].context.user: there is no user \"u\"")]
    public void A_broken_file_is_one_line_too(string text, string expected)
    {
        var file = folder.Write("broken", text);
        var error = Assert.Throws<ConfigurationException>(() => folder.Find(file));
        Assert.StartsWith($"{file}: {expected}", error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void No_cluster_at_all_is_said_with_what_to_do()
    {
        Assert.Equal("kubeconfig: no cluster is named: use --kubeconfig FILE or KUBECONFIG, or run in a pod", Assert.Throws<ConfigurationException>(() => folder.Find()).Message);
        folder.Variables["KUBECONFIG"] = folder["absent"];
        Assert.Equal($"KUBECONFIG: {folder["absent"]}: no such file", Assert.Throws<ConfigurationException>(() => folder.Find()).Message);
        Assert.StartsWith($"{folder["absent"]}: cannot be read: Could not find file", Assert.Throws<ConfigurationException>(() => folder.Find(folder["absent"])).Message);
    }
}
