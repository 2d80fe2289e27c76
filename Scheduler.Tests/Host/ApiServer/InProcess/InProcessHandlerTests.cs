using System.Net;
using System.Text;
using Scheduler.Host.ApiServer.InProcess;
using Scheduler.Host.ApiServer.Requests;

namespace Scheduler.Tests.Host.ApiServer.InProcess;

public sealed class InProcessHandlerTests
{
    [Fact]
    public async Task A_client_in_the_process_reads_writes_and_watches_without_a_socket()
    {
        await using var server = await TestServer.Start();
        using var client = new HttpClient(new InProcessHandler(server.Server, UserInfo.Internal("controller"))) { BaseAddress = new Uri("http://cluster.local") };
        using var watch = await client.GetAsync("/api/v1/namespaces/default/configmaps?watch=true", HttpCompletionOption.ResponseHeadersRead);
        using var made = await client.PostAsync("/api/v1/namespaces/default/configmaps",
            new StringContent("""{"metadata":{"name":"a"}}""", Encoding.UTF8, MediaTypes.Json));
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        using var lines = new StreamReader(await watch.Content.ReadAsStreamAsync());
        Assert.Contains("\"name\":\"a\"", await lines.ReadLineAsync());
        using var missing = await client.GetAsync("/api/v1/namespaces/default/configmaps/b");
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }
}
