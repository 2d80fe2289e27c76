using System.Text;
using Scheduler.Core.Configuration;

namespace Scheduler.Tests.Core.Configuration;

public sealed class SchedulerConfigurationTests
{
    private const string Head = "apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\n";

    [Fact]
    public void Nothing_written_gives_the_defaults_and_one_profile()
    {
        SchedulerConfiguration configuration = Read("");
        Assert.Equal(16, configuration.Parallelism);
        Assert.Equal(100, configuration.PercentageOfNodesToScore);
        Assert.Equal(1, configuration.PodInitialBackoffSeconds);
        Assert.Equal(10, configuration.PodMaxBackoffSeconds);
        Assert.True(configuration.EnableProfiling);
        Assert.True(configuration.EnableContentionProfiling);
        Assert.Equal(new ClientConnectionOptions { Qps = 50, Burst = 100 }, configuration.ClientConnection);
        Assert.Equal(new LeaderElectionOptions(), configuration.LeaderElection);
        Assert.Equal("default-scheduler", Assert.Single(configuration.Profiles).SchedulerName);
        Assert.NotNull(configuration.FindProfile("default-scheduler"));
        Assert.Null(configuration.FindProfile("other"));
    }

    [Fact]
    public void Everything_can_be_written()
    {
        SchedulerConfiguration configuration = Read("""
            parallelism: 4
            percentageOfNodesToScore: 0
            podInitialBackoffSeconds: 2
            podMaxBackoffSeconds: 20
            enableProfiling: false
            delayCacheUntilActive: true
            clientConnection: {kubeconfig: /etc/k, acceptContentTypes: application/json, contentType: application/json, qps: 12.5, burst: 7}
            leaderElection: {leaderElect: false, leaseDuration: 1m0s, renewDeadline: 30s, retryPeriod: 500ms, resourceLock: leases, resourceName: name, resourceNamespace: ns}
            profiles:
            - {schedulerName: a, percentageOfNodesToScore: 50}
            - {schedulerName: b}
            extenders:
            - {urlPrefix: http://one/x, filterVerb: filter, ignorable: true, httpTimeout: 100ms}
            - urlPrefix: https://two
              filterVerb: f
              preemptVerb: p
              prioritizeVerb: r
              bindVerb: b
              weight: 5
              enableHTTPS: true
              nodeCacheCapable: true
              tlsConfig: {serverName: s, certFile: c, keyFile: k, caFile: a, certData: Yw==, keyData: aw==, caData: YQ==}
              managedResources: [{name: example.com/gpu, ignoredByScheduler: true}, {name: example.com/fpga}]
            """);
        Assert.Equal((4, 0, 2, 20), (configuration.Parallelism, configuration.PercentageOfNodesToScore, (int)configuration.PodInitialBackoffSeconds, (int)configuration.PodMaxBackoffSeconds));
        Assert.False(configuration.EnableProfiling);
        Assert.False(configuration.EnableContentionProfiling);
        Assert.True(configuration.DelayCacheUntilActive);
        Assert.Equal(
            new ClientConnectionOptions { Kubeconfig = "/etc/k", AcceptContentTypes = "application/json", ContentType = "application/json", Qps = 12.5f, Burst = 7 },
            configuration.ClientConnection);
        Assert.Equal(
            new LeaderElectionOptions
            {
                LeaderElect = false,
                LeaseDuration = TimeSpan.FromMinutes(1),
                RenewDeadline = TimeSpan.FromSeconds(30),
                RetryPeriod = TimeSpan.FromMilliseconds(500),
                ResourceName = "name",
                ResourceNamespace = "ns",
            },
            configuration.LeaderElection);
        Assert.Equal([("a", 50), ("b", null)], configuration.Profiles.Select(profile => (profile.SchedulerName, profile.PercentageOfNodesToScore)));

        // Those that may be ignored are asked last.
        Assert.Equal(["https://two", "http://one/x"], configuration.Extenders.Select(extender => extender.UrlPrefix));
        Assert.Equal([TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(100)], configuration.Extenders.Select(extender => extender.HttpTimeout));
        ExtenderOptions two = configuration.Extenders[0];
        Assert.Equal(("f", "p", "r", "b", 5L, true, true, false),
            (two.FilterVerb, two.PreemptVerb, two.PrioritizeVerb, two.BindVerb, two.Weight, two.EnableHttps, two.NodeCacheCapable, two.Ignorable));
        Assert.Equal(("s", "c", "k", "a"), (two.Tls!.ServerName, two.Tls.CertFile, two.Tls.KeyFile, two.Tls.CaFile));
        Assert.Equal("c|k|a", string.Join('|', new[] { two.Tls.CertData, two.Tls.KeyData, two.Tls.CaData }.Select(Encoding.UTF8.GetString)));
        Assert.Equal([new("example.com/gpu", true), new ManagedResource("example.com/fpga", false)], two.ManagedResources);
        Assert.All(configuration.Profiles, profile => Assert.Equal("default without example.com/gpu", profile.Args["C"]));
    }

    [Fact]
    public void Json_is_read_like_yaml()
    {
        SchedulerConfiguration configuration = SchedulerConfiguration.ReadText(
            """{"apiVersion":"kubescheduler.config.k8s.io/v1","kind":"KubeSchedulerConfiguration","parallelism":3}""",
            "test.json", StubPlugins.Catalog, FeatureGates.Default);
        Assert.Equal(3, configuration.Parallelism);
    }

    [Fact]
    public void Null_is_as_good_as_nothing() => Assert.Equal(16, Read("parallelism: null\nprofiles: null\nextenders: ~").Parallelism);

    [Theory]
    [InlineData("", "test.yaml: the file is empty")]
    [InlineData("a: [\n", "test.yaml: broken YAML at line 2, column 1: While parsing a node, did not find expected node content")]
    [InlineData("{\"a\":", "test.yaml: broken JSON at line 1, byte 6: Expected depth to be zero at the end of the JSON payload. There is an open JSON object or array that should be closed")]
    [InlineData(Head + "---\n" + Head, "test.yaml: holds 2 documents: one is expected")]
    [InlineData("[]", "test.yaml: a list: must be an object\ntest.yaml: apiVersion: must be kubescheduler.config.k8s.io/v1\ntest.yaml: kind: must be KubeSchedulerConfiguration")]
    [InlineData("kind: Pod\napiVersion: v1", "test.yaml: apiVersion: \"v1\": must be kubescheduler.config.k8s.io/v1\ntest.yaml: kind: \"Pod\": must be KubeSchedulerConfiguration")]
    [InlineData(Head + "kind: KubeSchedulerConfiguration", "test.yaml: kind: \"KubeSchedulerConfiguration\": field is repeated")]
    [InlineData(Head + "paralellism: 3", "test.yaml: paralellism: unknown field")]
    [InlineData(Head + "profiles: [{plugins: {filter: {enabled: [{name: A, wieght: 3}]}}}]", "test.yaml: profiles[0].plugins.filter.enabled[0].wieght: unknown field")]
    [InlineData(Head + "parallelism: many", "test.yaml: parallelism: \"many\": must be a number")]
    [InlineData(Head + "parallelism: 1.5", "test.yaml: parallelism: 1.5: must be a whole number of 32 bits")]
    [InlineData(Head + "profiles: {}", "test.yaml: profiles: an object: must be a list")]
    [InlineData(Head + "profiles: [5]", "test.yaml: profiles[0]: 5: must be an object")]
    [InlineData(Head + "enableProfiling: 1", "test.yaml: enableProfiling: 1: must be true or false")]
    [InlineData(Head + "leaderElection: {leaseDuration: 15}", "test.yaml: leaderElection.leaseDuration: 15: must be a string")]
    [InlineData(Head + "leaderElection: {leaseDuration: soon}", "test.yaml: leaderElection.leaseDuration: \"soon\": must be a duration such as 500ms, 5s or 1m30s")]
    [InlineData(Head + "extenders: [{urlPrefix: http://x, tlsConfig: {caData: '%'}}]", "test.yaml: extenders[0].tlsConfig.caData: must be base64")]
    [InlineData(Head + "profiles: [{pluginConfig: [{name: C, args: {valeu: x}}]}]", "test.yaml: profiles[0].pluginConfig[0].args.valeu: unknown field")]
    public void What_cannot_be_read_says_where_and_why(string text, string message) => Assert.Equal(message, ErrorOf(text));

    [Fact]
    public void A_file_that_is_not_there_is_an_error_of_the_user()
    {
        ConfigurationException error = Assert.Throws<ConfigurationException>(
            () => SchedulerConfiguration.ReadFile("no/such.yaml", StubPlugins.Catalog, FeatureGates.Default));
        Assert.Equal("no/such.yaml: no such file", error.Message);
    }

    [Fact]
    public void All_errors_are_listed_at_once() => Verify.That(ErrorOf(Head + """
        parallelism: 0
        percentageOfNodesToScore: 101
        podInitialBackoffSeconds: 0
        podMaxBackoffSeconds: -1
        clientConnection: {burst: -1}
        leaderElection: {leaseDuration: 5s, renewDeadline: 10s, retryPeriod: -1s, resourceLock: endpoints}
        profiles:
        - schedulerName: a
          percentageOfNodesToScore: -1
          plugins:
            multiPoint: {enabled: [{name: Nobody}, {name: A}, {name: A}]}
            filter: {enabled: [{name: Sort}, {name: Other}, {name: Other}, {name: ""}]}
            queueSort: {enabled: [{name: OtherSort}]}
          pluginConfig: [{name: C}, {name: C, args: {}}, {args: {}}]
        - schedulerName: a
          plugins:
            queueSort: {disabled: [{name: "*"}]}
            bind: {disabled: [{name: Binder}]}
            placementScore: {enabled: [{name: A}]}
        - {}
        extenders:
        - {urlPrefix: "", prioritizeVerb: p, bindVerb: b, httpTimeout: -1s}
        - {urlPrefix: "ftp://x", bindVerb: b, managedResources: [{name: cpu}, {name: example.com/a}, {name: example.com/a}]}
        - {urlPrefix: "http://x", tlsConfig: {certFile: c, insecure: true, caFile: a}}
        - {urlPrefix: "http://x", tlsConfig: {keyFile: c}}
        """));

    [Fact]
    public void One_queue_has_one_order_with_one_set_of_arguments()
    {
        Assert.Equal(
            "test.yaml: profiles[1].pluginConfig: \"Sort\": arguments of the queueSort plugin must be the same as in profiles[0]",
            ErrorOf(Head + """
                profiles:
                - {schedulerName: a, plugins: {queueSort: {enabled: [{name: Sort}]}}, pluginConfig: [{name: Sort, args: {x: 1}}]}
                - {schedulerName: b, plugins: {queueSort: {enabled: [{name: Sort}]}}, pluginConfig: [{name: Sort, args: {x: 2}}]}
                """));
    }

    [Fact]
    public void Leaving_a_resource_to_an_extender_needs_a_plugin_that_checks_resources() => Assert.Equal(
        "test.yaml: extenders: example.com/a: ignoredByScheduler has no meaning: profile default-scheduler enables no plugin that checks resources",
        ErrorOf(Head + """
            profiles: [{plugins: {multiPoint: {disabled: [{name: C}]}}}]
            extenders: [{urlPrefix: http://x, managedResources: [{name: example.com/a, ignoredByScheduler: true}]}]
            """));

    private static SchedulerConfiguration Read(string yaml) => SchedulerConfiguration.ReadText(Head + yaml, "test.yaml", StubPlugins.Catalog, FeatureGates.Default);

    private static string ErrorOf(string text) =>
        Assert.Throws<ConfigurationException>(() => SchedulerConfiguration.ReadText(text, "test.yaml", StubPlugins.Catalog, FeatureGates.Default)).Message;
}
