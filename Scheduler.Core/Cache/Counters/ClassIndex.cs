namespace Scheduler.Core.Cache.Counters;

/// <summary>Pod classes by label pair, for the label keys that were asked about: a key that no selector reads costs nothing.</summary>
internal sealed class ClassIndex(PodTable pods)
{
    private readonly Dictionary<string, Dictionary<string, List<PodClass>>> byKey = new(StringComparer.Ordinal);

    /// <summary>The classes that carry a pair.</summary>
    public IReadOnlyList<PodClass> With(string key, string value)
    {
        if (!byKey.TryGetValue(key, out Dictionary<string, List<PodClass>>? byValue))
        {
            byKey.Add(key, byValue = new(StringComparer.Ordinal));
            foreach (PodClass known in pods.Classes) Add(byValue, key, known);
        }

        return byValue.TryGetValue(value, out List<PodClass>? classes) ? classes : [];
    }

    /// <summary>A class is new.</summary>
    public void Add(PodClass made)
    {
        foreach ((string key, Dictionary<string, List<PodClass>> byValue) in byKey) Add(byValue, key, made);
    }

    private static void Add(Dictionary<string, List<PodClass>> byValue, string key, PodClass made)
    {
        if (!made.Labels.TryGetValue(key, out string? value)) return;
        if (!byValue.TryGetValue(value, out List<PodClass>? classes)) byValue.Add(value, classes = []);
        classes.Add(made);
    }
}
