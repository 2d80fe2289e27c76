using System.Text;

namespace Scheduler.Core.Objects;

/// <summary>An in-tree volume source that has a CSI successor.</summary>
/// <param name="Name">Its field name.</param>
/// <param name="HandleField">The field in it that identifies the volume.</param>
internal sealed record MigratableSource(string Name, string HandleField)
{
    public byte[] NameUtf8 { get; } = Encoding.UTF8.GetBytes(Name);
    public byte[] HandleFieldUtf8 { get; } = Encoding.UTF8.GetBytes(HandleField);
}

/// <summary>The in-tree volume sources that have a CSI successor.</summary>
internal static class MigratableSources
{
    /// <summary>Those that <see cref="Volume"/> and <see cref="PersistentVolume"/> keep by name and handle.</summary>
    public static readonly MigratableSource[] InVolumes =
    [
        new("azureDisk", "diskURI"),
        new("azureFile", "shareName"),
        new("cinder", "volumeID"),
        new("portworxVolume", "volumeID"),
        new("vsphereVolume", "volumePath"),
    ];

    /// <summary>All of them; <see cref="Volume"/> has records of its own for the last two.</summary>
    public static readonly MigratableSource[] InPersistentVolumes =
        [.. InVolumes, new("awsElasticBlockStore", "volumeID"), new("gcePersistentDisk", "pdName")];

    /// <summary>Finds a source by its field name; null where it is none of these.</summary>
    public static MigratableSource? Find(string name) => Array.Find(InPersistentVolumes, source => source.Name == name);
}
