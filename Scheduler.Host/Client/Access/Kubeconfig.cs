using Scheduler.Core.Configuration;

namespace Scheduler.Host.Client.Access;

/// <summary>Kubeconfig files, merged as kubectl merges them: of each name, and of <c>current-context</c>, the first file that has it counts.</summary>
public sealed class Kubeconfig
{
    private readonly Dictionary<string, KubeconfigNode> clusters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KubeconfigNode> users = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KubeconfigNode> contexts = new(StringComparer.Ordinal);

    private Kubeconfig(string source) => Source = source;

    /// <summary>The files, for messages.</summary>
    public string Source { get; }

    /// <summary>Empty where no file says.</summary>
    public string CurrentContext { get; private set; } = "";

    public IReadOnlyCollection<string> Contexts => contexts.Keys;

    internal IReadOnlyDictionary<string, KubeconfigNode> ClusterNodes => clusters;

    internal IReadOnlyDictionary<string, KubeconfigNode> UserNodes => users;

    internal IReadOnlyDictionary<string, KubeconfigNode> ContextNodes => contexts;

    /// <summary>Reads files in the order in which they count.</summary>
    /// <exception cref="ConfigurationException">One of them cannot be read.</exception>
    public static Kubeconfig Read(IReadOnlyList<string> files)
    {
        var merged = new Kubeconfig(string.Join(Path.PathSeparator, files));
        foreach (var file in files) merged.Add(file, new KubeconfigNode(file, "", default).ReadFile("", file));
        return merged;
    }

    private void Add(string file, string text)
    {
        if (text.AsSpan().Trim().IsEmpty) return; // As kubectl: an empty file is an empty configuration.
        using var document = SchedulerConfiguration.ParseDocument(text, file);
        var root = new KubeconfigNode(file, "", document.RootElement.Clone());
        if (root.Value.ValueKind != System.Text.Json.JsonValueKind.Object) throw root.Wrong("", "must be an object of kind Config");
        if (root.Text("kind") is not ("Config" or "")) throw root.Wrong("kind", "must be Config");
        if (root.Text("apiVersion") is not ("v1" or "")) throw root.Wrong("apiVersion", "must be v1");
        Add(root, "clusters", "cluster", clusters);
        Add(root, "users", "user", users);
        Add(root, "contexts", "context", contexts);
        if (CurrentContext.Length == 0) CurrentContext = root.Text("current-context");
    }

    private static void Add(KubeconfigNode root, string list, string content, Dictionary<string, KubeconfigNode> into)
    {
        foreach (var entry in root.Objects(list))
        {
            var name = entry.Text("name");
            if (name.Length == 0) throw entry.Wrong("name", "is missing");
            into.TryAdd(name, (entry with { Path = $"{list}[{name}]" }).Child(content));
        }
    }
}
