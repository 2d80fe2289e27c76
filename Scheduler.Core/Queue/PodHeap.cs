namespace Scheduler.Core.Queue;

/// <summary>A binary heap of waiting pods that knows where each is, so that one in the middle can leave or move.</summary>
internal sealed class PodHeap(Comparison<QueuedPod> compare)
{
    private readonly List<QueuedPod> items = [];

    public int Count => items.Count;

    /// <summary>The first, or null.</summary>
    public QueuedPod? First => items.Count == 0 ? null : items[0];

    /// <summary>All of them, in no order.</summary>
    public IReadOnlyList<QueuedPod> Items => items;

    public void Add(QueuedPod pod)
    {
        pod.HeapIndex = items.Count;
        items.Add(pod);
        Up(pod.HeapIndex);
    }

    public void Remove(QueuedPod pod)
    {
        int at = pod.HeapIndex;
        QueuedPod last = items[^1];
        items.RemoveAt(items.Count - 1);
        pod.HeapIndex = -1;
        if (last == pod) return;
        items[at] = last;
        last.HeapIndex = at;
        Up(at);
        Down(last.HeapIndex);
    }

    /// <summary>Puts a pod right whose order has changed.</summary>
    public void Fix(QueuedPod pod)
    {
        Up(pod.HeapIndex);
        Down(pod.HeapIndex);
    }

    private void Up(int at)
    {
        while (at > 0)
        {
            int parent = (at - 1) / 2;
            if (compare(items[at], items[parent]) >= 0) return;
            Swap(at, parent);
            at = parent;
        }
    }

    private void Down(int at)
    {
        while (true)
        {
            int child = (2 * at) + 1;
            if (child >= items.Count) return;
            if (child + 1 < items.Count && compare(items[child + 1], items[child]) < 0) child++;
            if (compare(items[child], items[at]) >= 0) return;
            Swap(at, child);
            at = child;
        }
    }

    private void Swap(int a, int b)
    {
        (items[a], items[b]) = (items[b], items[a]);
        items[a].HeapIndex = a;
        items[b].HeapIndex = b;
    }
}
