using Scheduler.Core.Reading;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;

namespace Scheduler.Host.Scheduling;

/// <summary>The kinds that decisions read, and which of them a server serves: older ones know fewer.</summary>
internal static class ServedKinds
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>All kinds that are followed, by resource.</summary>
    public static IReadOnlyDictionary<ApiResource, KubeKind> All { get; } = KubeKinds.Table.ToArray()
        .Where(info => info.Kind is not (KubeKind.Deployment or KubeKind.DaemonSet or KubeKind.Job or KubeKind.PriorityClass))
        .ToDictionary(info => Resources.Of(info.Group, info.Version, info.Plural.ToLowerInvariant()), info => info.Kind);

    /// <summary>Asks the server; as long as it does not answer, again.</summary>
    /// <param name="client">The server.</param>
    /// <param name="leftOut">Told of every kind that it does not serve.</param>
    /// <param name="clock">For the pause between two tries.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<Dictionary<ApiResource, KubeKind>> FindAsync(IApiClient client, Action<ApiResource> leftOut, TimeProvider clock, CancellationToken cancellation)
    {
        Dictionary<ApiResource, KubeKind> served = [];
        foreach (IGrouping<(string Group, string Version), ApiResource> group in All.Keys.GroupBy(resource => (resource.Group, resource.Version)))
        {
            HashSet<string> names = await NamesAsync(client, group.Key, clock, cancellation).ConfigureAwait(false);
            foreach (ApiResource resource in group)
            {
                if (names.Contains(resource.Name)) served.Add(resource, All[resource]);
                else leftOut(resource);
            }
        }

        return served;
    }

    private static async Task<HashSet<string>> NamesAsync(IApiClient client, (string Group, string Version) version, TimeProvider clock, CancellationToken cancellation)
    {
        string path = version.Group.Length == 0 ? $"/api/{version.Version}" : $"/apis/{version.Group}/{version.Version}";
        while (true)
        {
            try
            {
                ApiAnswer answer = await client.Get(path, cancellation).ConfigureAwait(false);
                if (answer.IsGone) return [];
                if (answer.IsSuccess) return [.. answer.Document.Children("resources").Select(resource => resource.Text("name") ?? "")];
                // Who may not read discovery is told so by the lists.
                if (answer.Status is 401 or 403) return [.. All.Keys.Where(resource => (resource.Group, resource.Version) == version).Select(resource => resource.Name)];
            }
            catch (Exception error) when (error is HttpRequestException or IOException)
            {
                // The server is not there yet.
            }

            await Task.Delay(Pause, clock, cancellation).ConfigureAwait(false);
        }
    }
}
