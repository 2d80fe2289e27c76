namespace Scheduler.Plugins.NodeVolumeLimits;

/// <summary>A volume as far as counting goes: attached once to a node, however many pods use it.</summary>
/// <param name="Driver">The CSI driver, by whose limit it counts.</param>
/// <param name="Handle">The volume's handle.</param>
/// <param name="IsClaim">True where the claim has no volume yet: the handle is the claim's key then.</param>
public readonly record struct VolumeId(string Driver, string Handle, bool IsClaim = false);
