using System.Text;
using Scheduler.Core.Objects;

namespace Scheduler.Core.Cache;

/// <summary>Interns affinity terms and sets of them, so that a question about a term is asked once for all pods that carry it.</summary>
public sealed class AffinityTermTable
{
    private readonly Dictionary<string, AffinityTerm> terms = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AffinityTerms> sets = new(StringComparer.Ordinal);

    /// <summary>Number of distinct terms.</summary>
    public int Count => terms.Count;

    /// <summary>The terms of a pod of this namespace.</summary>
    public AffinityTerms Of(Affinity? affinity, string podNamespace)
    {
        if (affinity is null || (affinity.PodAffinity is null && affinity.PodAntiAffinity is null)) return AffinityTerms.None;
        string? error = null;
        AffinityTerm[] required = Required(affinity.PodAffinity);
        AffinityTerm[] requiredAnti = Required(affinity.PodAntiAffinity);
        WeightedAffinityTerm[] preferred = Preferred(affinity.PodAffinity);
        WeightedAffinityTerm[] preferredAnti = Preferred(affinity.PodAntiAffinity);
        string key = KeyOf(required, requiredAnti, preferred, preferredAnti, error);
        if (sets.TryGetValue(key, out AffinityTerms? known)) return known;
        AffinityTerms made = new()
        {
            Id = sets.Count + 1,
            IsPresent = true,
            RequiredAffinity = required,
            RequiredAntiAffinity = requiredAnti,
            PreferredAffinity = preferred,
            PreferredAntiAffinity = preferredAnti,
            Error = error,
        };
        sets.Add(key, made);
        return made;

        // A list with an invalid term counts as empty: that is how pods that are already placed are read.
        AffinityTerm[] Required(PodAffinity? side)
        {
            string? listError = null;
            AffinityTerm[] ready = side is null ? [] : [.. side.Required.Select(term => Intern(term, podNamespace, ref listError))];
            error ??= listError;
            return listError is null ? ready : [];
        }

        WeightedAffinityTerm[] Preferred(PodAffinity? side)
        {
            string? listError = null;
            WeightedAffinityTerm[] ready = side is null
                ? []
                : [.. side.Preferred.Select(term => new WeightedAffinityTerm(term.Weight, Intern(term.Term, podNamespace, ref listError)))];
            error ??= listError;
            return listError is null ? ready : [];
        }
    }

    private static string KeyOf(
        AffinityTerm[] required, AffinityTerm[] requiredAnti, WeightedAffinityTerm[] preferred, WeightedAffinityTerm[] preferredAnti, string? error)
    {
        StringBuilder key = new();
        foreach (AffinityTerm term in required) key.Append('a').Append(term.Id);
        foreach (AffinityTerm term in requiredAnti) key.Append('x').Append(term.Id);
        foreach (WeightedAffinityTerm term in preferred) key.Append('p').Append(term.Weight).Append(':').Append(term.Term.Id);
        foreach (WeightedAffinityTerm term in preferredAnti) key.Append('q').Append(term.Weight).Append(':').Append(term.Term.Id);
        return key.Append(error).ToString();
    }

    private AffinityTerm Intern(PodAffinityTerm term, string podNamespace, ref string? error)
    {
        Selector? selector = Selector.Parse(term.LabelSelector, out string selectorError);
        if (selector is null) error ??= selectorError;
        Selector? namespaceSelector = Selector.Parse(term.NamespaceSelector, out string namespaceError);
        if (namespaceSelector is null) error ??= namespaceError;
        selector ??= Selector.Nothing;
        namespaceSelector ??= Selector.Nothing;
        string[] namespaces = term.Namespaces.Length == 0 && term.NamespaceSelector is null
            ? [podNamespace]
            : [.. term.Namespaces.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        string key = string.Join('\n', term.TopologyKey, string.Join(',', namespaces), Text(namespaceSelector), Text(selector));
        if (!terms.TryGetValue(key, out AffinityTerm? made))
        {
            made = new(terms.Count, term.TopologyKey, namespaces, namespaceSelector, selector);
            terms.Add(key, made);
        }

        return made;
    }

    private static string Text(Selector selector) => selector.IsNothing ? "\0" : selector.ToString();
}
