using Scheduler.Core.Cache;
using Scheduler.Core.Configuration;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;

namespace Scheduler.Host.Extenders;

/// <summary>An extender that is asked over HTTP, in the wire format <c>extender/v1</c>: JSON in a POST, and an answer with status 200.</summary>
public sealed partial class HttpExtender : IExtender, IDisposable
{
    private readonly ExtenderOptions options;
    private readonly HttpClient client;
    private readonly HashSet<string> managedResources;
    private readonly string prefix;
    private readonly string requestPrefix;

    private HttpExtender(ExtenderOptions options, HttpMessageHandler handler)
    {
        this.options = options;
        client = new(handler) { Timeout = options.HttpTimeout };
        managedResources = [.. options.ManagedResources.Select(resource => resource.Name)];
        prefix = options.UrlPrefix.TrimEnd('/') + "/";
        requestPrefix = ExtenderTls.RequestPrefix(options);
    }

    /// <inheritdoc/>
    public string Name => options.UrlPrefix;

    /// <inheritdoc/>
    public bool IsIgnorable => options.Ignorable;

    /// <inheritdoc/>
    public bool Filters => options.FilterVerb.Length > 0;

    /// <inheritdoc/>
    public bool Prioritizes => options.PrioritizeVerb.Length > 0;

    /// <inheritdoc/>
    public bool Preempts => options.PreemptVerb.Length > 0;

    /// <inheritdoc/>
    public bool Binds => options.BindVerb.Length > 0;

    /// <inheritdoc/>
    public long Weight => options.Weight;

    /// <summary>Opens an extender; nothing is sent yet.</summary>
    /// <exception cref="ConfigurationException">A certificate or key cannot be read.</exception>
    public static HttpExtender Open(ExtenderOptions options) => new(options, ExtenderTls.MakeHandler(options));

    /// <summary>All extenders of a configuration, in its order.</summary>
    /// <exception cref="ConfigurationException">A certificate or key cannot be read.</exception>
    public static HttpExtender[] OpenAll(SchedulerConfiguration configuration) => [.. configuration.Extenders.Select(Open)];

    /// <inheritdoc/>
    public bool IsInterested(PodInfo pod) =>
        managedResources.Count == 0 || pod.Pod.Spec.Containers.Any(Uses) || pod.Pod.Spec.InitContainers.Any(Uses);

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private bool Uses(Container container) => NamesManaged(container.Resources.Requests) || NamesManaged(container.Resources.Limits);

    private bool NamesManaged(ResourceList amounts)
    {
        foreach (ref readonly KeyValuePair<string, Quantity> item in amounts.Items)
            if (managedResources.Contains(item.Key)) return true;
        return false;
    }
}
