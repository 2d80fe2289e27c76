using Scheduler.Core.Objects;

namespace Scheduler.Host.Snapshots;

/// <summary>
/// The new names. Until <see cref="HandOut"/> it collects and gives every name back as it is; afterwards it gives the new ones. New names sort as the
/// old ones did, so that whatever goes by names goes the same way; those of nodes and pods also keep their places on the ring of hashes
/// (<see cref="RingNames"/>).
/// </summary>
internal sealed class NameBook
{
    private readonly HashSet<string> words = new(StringComparer.Ordinal);
    private readonly HashSet<string> uids = new(StringComparer.Ordinal);
    private readonly HashSet<string> nodes = new(StringComparer.Ordinal);
    private readonly HashSet<(string Namespace, string Name)> pods = [];

    /// <summary>Claims that belong to a pod are called after it and its volume.</summary>
    private readonly Dictionary<(string Namespace, string Name), (string Pod, string Volume)> podClaims = [];
    private Dictionary<string, string>? newWords;
    private Dictionary<string, string> newUids = [];
    private Dictionary<(string Namespace, string Name), string> newPods = [];

    public static bool IsSystem(string priorityClass) => priorityClass is "system-node-critical" or "system-cluster-critical";

    public void AddNode(string name) => nodes.Add(name);

    public void AddClaim(PersistentVolumeClaim claim)
    {
        var owner = Array.Find(claim.Metadata.OwnerReferences, owner => owner.Kind == "Pod");
        if (owner is null || !claim.Metadata.Name.StartsWith($"{owner.Name}-", StringComparison.Ordinal)) return;
        podClaims[(claim.Metadata.Namespace, claim.Metadata.Name)] = (owner.Name, claim.Metadata.Name[(owner.Name.Length + 1)..]);
    }

    public string Name(string text)
    {
        if (newWords is not null) return newWords.GetValueOrDefault(text, text);
        words.Add(text);
        return text;
    }

    public string Uid(string uid)
    {
        if (newWords is not null) return newUids.GetValueOrDefault(uid, uid);
        uids.Add(uid);
        return uid;
    }

    public string Pod(string ns, string name)
    {
        if (newWords is not null) return newPods.GetValueOrDefault((ns, name), name);
        pods.Add((ns, name));
        return name;
    }

    public string Claim(string ns, string name) =>
        podClaims.TryGetValue((ns, name), out var parts) ? $"{Pod(ns, parts.Pod)}-{Name(parts.Volume)}" : Name(name);

    public string Driver(string name) => KubeWords.IsDriver(name) ? name : Name(name);

    public string Key(string key) => KubeWords.IsKey(key) ? key : Name(key);

    public string Value(string key, string value)
    {
        if (KubeWords.IsPlainKey(key) || KubeWords.IsPlainValue(value)) return value;
        return KubeWords.IsZoneKey(key) ? string.Join("__", value.Split("__").Select(Name)) : Name(value);
    }

    /// <summary>An image without a tag is the one with the tag <c>latest</c>: both get the same name, with a tag.</summary>
    public string Image(string image)
    {
        var hasTag = image.LastIndexOf(':') > image.LastIndexOf('/');
        var name = Name(hasTag ? image : $"{image}:latest");
        return newWords is null ? name : $"{name}:tag";
    }

    /// <summary>From here on new names are given.</summary>
    public void HandOut()
    {
        words.UnionWith(nodes);
        words.UnionWith(pods.Select(pod => pod.Namespace));
        var letter = Letter(words);
        var sorted = words.Order(StringComparer.Ordinal).ToArray();
        var handed = Ranked(sorted, letter);
        var ring = new RingNames(nodes);
        foreach (var (old, made) in ring.Nodes(node => handed[node])) handed[old] = made;
        newUids = Ranked([.. uids.Order(StringComparer.Ordinal)], Letter(uids));
        var podLetter = Letter(pods.Select(pod => pod.Name));
        foreach (var group in pods.GroupBy(pod => pod.Namespace))
        {
            var ranked = Ranked([.. group.Select(pod => pod.Name).Order(StringComparer.Ordinal)], podLetter);
            foreach (var (_, name) in group) newPods[(group.Key, name)] = ring.Pod($"{group.Key}/{name}", $"{handed.GetValueOrDefault(group.Key, "")}/", ranked[name]);
        }
        newWords = handed;
    }

    private static Dictionary<string, string> Ranked(string[] sorted, string letter)
    {
        var width = $"D{sorted.Length.ToString().Length}";
        return sorted.Select((old, rank) => (old, rank)).ToDictionary(one => one.old, one => $"{letter}{one.rank.ToString(width)}", StringComparer.Ordinal);
    }

    /// <summary>Something that no old name begins with, so that no new name is an old one.</summary>
    private static string Letter(IEnumerable<string> old)
    {
        var taken = old.ToArray();
        foreach (var letter in (string[])["n", "x", "q", "z"])
            if (!Array.Exists(taken, name => name.Length > 1 && name.StartsWith(letter, StringComparison.Ordinal) && char.IsAsciiDigit(name[1]))) return letter;
        return "anon";
    }
}
