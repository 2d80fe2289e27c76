namespace Scheduler.Host.Store.Local;

/// <summary>
/// The live watches by range. An event costs one look-up per folder of its key, however many watches there are.
/// All members need the gate of the state.
/// </summary>
internal sealed class WatchHub
{
    private readonly Dictionary<string, List<LocalWatch>> _byRange = [];
    private readonly Dictionary<string, List<LocalWatch>>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly List<LocalWatch> _concerned = [];

    public WatchHub() => _lookup = _byRange.GetAlternateLookup<ReadOnlySpan<char>>();

    public void Add(LocalWatch watch)
    {
        if (!_byRange.TryGetValue(watch.Range, out List<LocalWatch>? watches))
            _byRange.Add(watch.Range, watches = []);
        watches.Add(watch);
    }

    public void Remove(LocalWatch watch)
    {
        if (!_byRange.TryGetValue(watch.Range, out List<LocalWatch>? watches))
            return;
        watches.Remove(watch);
        if (watches.Count == 0)
            _byRange.Remove(watch.Range);
    }

    /// <summary>Hands out events, one batch per revision and watch.</summary>
    public void Dispatch(IReadOnlyList<StoreEvent> events)
    {
        if (_byRange.Count == 0)
            return;
        for (int first = 0, next; first < events.Count; first = next)
        {
            next = first + 1;
            while (next < events.Count && events[next].Revision == events[first].Revision)
                next++;
            if (next == first + 1)
                DispatchOne(events[first]);
            else
                DispatchSeveral([.. events.Skip(first).Take(next - first)]);
        }
    }

    /// <summary>Ends every live watch.</summary>
    public void EndAll(StoreException reason)
    {
        foreach (LocalWatch watch in _byRange.Values.SelectMany(watches => watches))
            watch.End(reason);
        _byRange.Clear();
    }

    public void RequestProgress()
    {
        foreach (List<LocalWatch> watches in _byRange.Values)
        {
            foreach (LocalWatch watch in watches)
            {
                if (watch.WantsProgress)
                    watch.RequestProgress();
            }
        }
    }

    private void DispatchOne(StoreEvent change)
    {
        FindConcerned(change.Key);
        if (_concerned.Count == 0)
            return;
        var batch = new WatchBatch(change.Revision, [change]);
        foreach (LocalWatch watch in _concerned)
            Hand(watch, batch);
        _concerned.Clear();
    }

    private void DispatchSeveral(StoreEvent[] events)
    {
        var shares = new Dictionary<LocalWatch, List<StoreEvent>>();
        foreach (StoreEvent change in events)
        {
            FindConcerned(change.Key);
            foreach (LocalWatch watch in _concerned)
            {
                if (!shares.TryGetValue(watch, out List<StoreEvent>? share))
                    shares.Add(watch, share = []);
                share.Add(change);
            }
            _concerned.Clear();
        }
        foreach ((LocalWatch watch, List<StoreEvent> share) in shares)
            Hand(watch, new(events[0].Revision, share));
    }

    private void Hand(LocalWatch watch, in WatchBatch batch)
    {
        if (!watch.Offer(batch))
            Remove(watch);
    }

    /// <summary>The watches of the key itself and of every folder above it.</summary>
    private void FindConcerned(string key)
    {
        for (int slash = 0; slash >= 0; slash = key.IndexOf('/', slash + 1))
            Find(key.AsSpan(0, slash + 1));
        Find(key);

        void Find(ReadOnlySpan<char> range)
        {
            if (_lookup.TryGetValue(range, out List<LocalWatch>? watches))
                _concerned.AddRange(watches);
        }
    }
}
