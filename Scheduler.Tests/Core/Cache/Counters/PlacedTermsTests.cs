using Scheduler.Core.Cache;
using Scheduler.Core.Cache.Counters;
using Scheduler.Core.Objects;

namespace Scheduler.Tests.Core.Cache.Counters;

public sealed class PlacedTermsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Terms_kept_by_plus_and_minus_one_equal_terms_collected_anew(int seed)
    {
        RandomCluster world = new(seed);
        Cluster cluster = world.Cluster;
        int found = 0;
        for (int step = 0; step < 600; step++)
        {
            world.Step();
            if (step % 3 != 0) continue;
            PodInfo waiting = world.WaitingPod();
            SortedDictionary<string, int> expected = Collect(cluster, waiting);
            SortedDictionary<string, int> kept = Read(cluster, waiting);
            found += expected.Count;
            Assert.True(expected.SequenceEqual(kept), $"seed {seed}, step {step}:\n{Text(expected)}\n{Text(kept)}");
        }

        Assert.True(found > 300);
    }

    [Fact]
    public void A_tally_is_the_same_as_a_list_and_as_an_array()
    {
        Random random = new(7);
        Tally tally = new();
        Dictionary<int, int> expected = [];
        for (int step = 0; step < 3000; step++)
        {
            // First few domains, then many.
            int domain = random.Next(step < 1000 ? 20 : 500);
            int change = random.Next(-3, 4);
            tally.Add(domain, change);
            expected[domain] = expected.GetValueOrDefault(domain) + change;
            long[] sums = new long[600];
            tally.AddTo(sums, 2);
            Assert.Equal(expected.Values.Sum(), tally.Total);
            Assert.Equal(expected.GetValueOrDefault(domain), tally[domain]);
            Assert.Equal(expected.Values.Sum() * 2, sums.Sum());
            Assert.Equal(expected.GetValueOrDefault(domain) * 2, sums[domain]);
        }

        Assert.NotNull(tally.Dense);
    }

    private static string Text(SortedDictionary<string, int> counts) => string.Join("; ", counts);

    private static SortedDictionary<string, int> Collect(Cluster cluster, PodInfo waiting)
    {
        SortedDictionary<string, int> counts = new(StringComparer.Ordinal);
        StringMap namespaceLabels = cluster.NamespaceLabels(waiting.Namespace);
        foreach (int row in cluster.Nodes.Live)
        {
            foreach (PodInfo pod in cluster.Nodes.Pods(row))
            {
                foreach (AffinityTerm term in pod.Affinity.RequiredAntiAffinity) Add(term, row, "anti", 1);
                foreach (AffinityTerm term in pod.Affinity.RequiredAffinity) Add(term, row, "with", 1);
                foreach (WeightedAffinityTerm weighted in pod.Affinity.PreferredAffinity) AddPreference(weighted.Term, row, weighted.Weight);
                foreach (WeightedAffinityTerm weighted in pod.Affinity.PreferredAntiAffinity) AddPreference(weighted.Term, row, -weighted.Weight);
            }
        }

        return WithoutZeros(counts);

        void AddPreference(AffinityTerm term, int row, int weight)
        {
            Add(term, row, "weight", weight);
            Add(term, row, "preferences", 1);
        }

        void Add(AffinityTerm term, int row, string what, int change)
        {
            string? value = cluster.Nodes.Node(row).Metadata.Labels[term.TopologyKey];
            if (value is null || !term.Matches(waiting, namespaceLabels)) return;
            string key = $"{what} {term.TopologyKey}={value}";
            counts[key] = counts.GetValueOrDefault(key) + change;
        }
    }

    private static SortedDictionary<string, int> Read(Cluster cluster, PodInfo waiting)
    {
        SortedDictionary<string, int> counts = new(StringComparer.Ordinal);
        foreach (TermCounts term in cluster.PlacedTerms.Matching(waiting))
        {
            for (int domain = 0; domain < term.Column.ValueCount; domain++)
            {
                Add("anti", term.RequiredAntiAffinity[domain]);
                Add("with", term.RequiredAffinity[domain]);
                Add("weight", term.PreferredWeight[domain]);
                Add("preferences", term.Preferences[domain]);

                void Add(string what, int count)
                {
                    string key = $"{what} {term.Term.TopologyKey}={term.Column.Value(domain)}";
                    counts[key] = counts.GetValueOrDefault(key) + count;
                }
            }
        }

        return WithoutZeros(counts);
    }

    private static SortedDictionary<string, int> WithoutZeros(SortedDictionary<string, int> counts)
    {
        foreach (string key in counts.Where(pair => pair.Value == 0).Select(pair => pair.Key).ToArray()) counts.Remove(key);
        return counts;
    }
}
