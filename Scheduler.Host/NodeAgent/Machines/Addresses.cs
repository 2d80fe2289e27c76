namespace Scheduler.Host.NodeAgent.Machines;

/// <summary>Addresses of pods, from 10.64.0.1 on: none is given twice while it is in use.</summary>
internal sealed class Addresses
{
    private readonly Dictionary<string, string> owners = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> given = new(StringComparer.Ordinal);
    private int next;

    /// <summary>The address of a pod, by uid; a new one where it has none.</summary>
    public string Of(string uid)
    {
        if (given.TryGetValue(uid, out var known)) return known;
        string address;
        do address = Pod(next++);
        while (owners.ContainsKey(address));
        Take(uid, address);
        return address;
    }

    /// <summary>Somebody has an address already.</summary>
    public void Take(string uid, string address)
    {
        given[uid] = address;
        owners[address] = uid;
    }

    public void Release(string uid)
    {
        if (given.Remove(uid, out var address)) owners.Remove(address);
    }

    /// <summary>The address of the node of a number.</summary>
    public static string Host(int number) => $"172.{16 + number / 62_500 % 16}.{number / 250 % 250}.{number % 250 + 1}";

    private static string Pod(int number) => $"10.{64 + number / 62_500 % 128}.{number / 250 % 250}.{number % 250 + 1}";
}
