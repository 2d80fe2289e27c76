using Scheduler.Core.Configuration;
using Scheduler.Host.Client.Access;

namespace Scheduler.Tests.Host.Client.Access;

public sealed class CredentialTests : IDisposable
{
    private const string V1 = "client.authentication.k8s.io/v1";

    private readonly KubeconfigFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_pods_account_is_read_and_its_token_read_again_after_a_minute()
    {
        folder.Variables["KUBERNETES_SERVICE_HOST"] = "fd00::1";
        folder.Variables["KUBERNETES_SERVICE_PORT"] = "443";
        folder.Write("account/token", "one");
        folder.Write("account/ca.crt", TestCertificates.AuthorityPem);
        folder.Write("account/namespace", "kube-system\n");
        var endpoint = folder.Find();
        Assert.Equal("https://[fd00::1]/", endpoint.Server.AbsoluteUri);
        Assert.Equal("kube-system", endpoint.Namespace);
        folder.Write("account/token", "two");
        Assert.Equal("one", await TokenOf(endpoint));
        folder.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("two", await TokenOf(endpoint));
        File.Delete(folder["account/token"]);
        folder.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("two", await TokenOf(endpoint));
    }

    [Theory]
    [InlineData("token", "account/token: cannot be read")]
    [InlineData("ca.crt", "account/ca.crt: cannot be read")]
    public void An_account_without_its_files_is_said(string missing, string expected)
    {
        folder.Variables["KUBERNETES_SERVICE_HOST"] = "10.0.0.1";
        folder.Variables["KUBERNETES_SERVICE_PORT"] = "443";
        folder.Write("account/token", "one");
        folder.Write("account/ca.crt", TestCertificates.AuthorityPem);
        File.Delete(folder[$"account/{missing}"]);
        Assert.Contains(expected, Assert.Throws<ConfigurationException>(() => folder.Find()).Message);
    }

    [Fact]
    public async Task A_refused_token_is_read_again_at_once()
    {
        folder.Write("token", "one");
        var endpoint = folder.Of("server: s", "tokenFile: token");
        var refused = await endpoint.Credentials.Current(default);
        Assert.False(endpoint.Credentials.Forget(refused));
        folder.Write("token", "two");
        Assert.True(endpoint.Credentials.Forget(refused));
        Assert.Equal("two", await TokenOf(endpoint));
    }

    [Fact]
    public async Task A_plugin_runs_once_until_its_credential_expires_or_is_refused()
    {
        folder.WriteProgram("plugin", $$$"""
            echo run >> "$(dirname "$0")/runs"
            echo '{"kind":"ExecCredential","apiVersion":"{{{V1}}}","status":{"token":"'$1-$(wc -l < "$(dirname "$0")/runs" | tr -d ' ')-$COLOR'","expirationTimestamp":"2026-01-01T00:10:00Z"}}'
            """);
        var endpoint = folder.Of("server: s", $"exec: {{apiVersion: {V1}, command: ./plugin, args: [x], env: [{{name: COLOR, value: red}}], interactiveMode: Never}}");
        Assert.Equal("x-1-red", await TokenOf(endpoint));
        folder.Clock.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal("x-1-red", await TokenOf(endpoint));
        folder.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("x-2-red", await TokenOf(endpoint));
        var kept = folder.Of("server: s", $"exec: {{apiVersion: {V1}, command: ./plugin, args: [x], interactiveMode: Never}}").Credentials;
        Assert.True(kept.Forget(await kept.Current(default)));
        Assert.Equal("x-4-", (await kept.Current(default)).Authorization!.Parameter);
    }

    [Fact]
    public async Task A_plugin_is_told_about_the_cluster_when_it_asks_to_be()
    {
        folder.WriteProgram("plugin", """
            echo "$KUBERNETES_EXEC_INFO" > "$(dirname "$0")/info"
            echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1beta1","status":{"token":"t"}}'
            """);
        var endpoint = folder.Of(
            "server: 'https://s', tls-server-name: name, extensions: [{name: client.authentication.k8s.io/exec, extension: {audience: a}}]",
            "exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: ./plugin, provideClusterInfo: true}");
        await TokenOf(endpoint);
        Assert.Equal(
            """{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1beta1","spec":{"interactive":false,"cluster":{"server":"https://s","tls-server-name":"name","config":{"audience":"a"}}}}""",
            (await File.ReadAllTextAsync(folder["info"])).Trim());
    }

    [Theory]
    [InlineData("exit 3", "ended with exit code 3")]
    [InlineData("echo secret", "did not print JSON")]
    [InlineData("echo '{}'", "did not print an ExecCredential")]
    [InlineData("""echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1beta1","status":{"token":"secret"}}'""", "printed apiVersion \"client.authentication.k8s.io/v1beta1\": client.authentication.k8s.io/v1 was asked for")]
    [InlineData("""echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1"}'""", "printed no status")]
    [InlineData("""echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{}}'""", "printed neither a token nor a certificate")]
    [InlineData("""echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"clientKeyData":"secret"}}'""", "printed only one of clientCertificateData and clientKeyData")]
    [InlineData("""echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"secret","expirationTimestamp":"soon"}}'""", "printed an expirationTimestamp that is no time")]
    [InlineData("""echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":7}}'""", "printed what is no credential: output: status.token: must be a text")]
    public async Task A_plugin_that_fails_is_named_with_its_place_in_the_file(string script, string expected)
    {
        var program = folder.WriteProgram("plugin", script);
        var endpoint = folder.Of("server: s", $"exec: {{apiVersion: {V1}, command: ./plugin, interactiveMode: IfAvailable}}");
        var error = await Assert.ThrowsAsync<CredentialException>(() => TokenOf(endpoint));
        Assert.Equal($"{folder["config"]}: users[me].user.exec.command: \"{program}\" {expected}", error.Message);
    }

    [Fact]
    public async Task A_plugin_that_is_not_installed_is_said_with_the_hint_and_one_that_must_ask_needs_a_terminal()
    {
        var absent = folder.Of("server: s", $"exec: {{apiVersion: {V1}, command: no-such-program-here, interactiveMode: Never, installHint: get it from example.org}}");
        var error = await Assert.ThrowsAsync<CredentialException>(() => TokenOf(absent));
        Assert.Contains("\"no-such-program-here\" cannot be started", error.Message);
        Assert.EndsWith("(get it from example.org)", error.Message);
        if (!Console.IsInputRedirected) return;
        var asking = folder.Of("server: s", $"exec: {{apiVersion: {V1}, command: ./plugin, interactiveMode: Always}}");
        Assert.Contains("needs a terminal", (await Assert.ThrowsAsync<CredentialException>(() => TokenOf(asking))).Message);
    }

    private static async Task<string?> TokenOf(ClusterEndpoint endpoint) => (await endpoint.Credentials.Current(default)).Authorization?.Parameter;
}
