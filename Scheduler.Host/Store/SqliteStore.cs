using Microsoft.Data.Sqlite;
using Scheduler.Host.Store.Local;
using Scheduler.Host.Store.Sqlite;

namespace Scheduler.Host.Store;

/// <summary>
/// A durable store in a folder of this machine. Reads and watches come from memory; a write is acknowledged when SQLite's log and the head
/// mark behind it are synced. Writes that arrive while a sync is under way share the next one.
/// </summary>
public static class SqliteStore
{
    /// <summary>Opens the store of a folder, making it if need be, and reads all of it: nothing damaged goes unnoticed.</summary>
    /// <exception cref="StoreOpenException">The files cannot be opened: permission, another process, a newer format.</exception>
    /// <exception cref="StoreDamagedException">What was acknowledged is not all there.</exception>
    public static IStore Open(string folder, TimeProvider time, StoreOptions? options = null) =>
        SqliteBackend.Open(folder, time, options ?? new());
}
