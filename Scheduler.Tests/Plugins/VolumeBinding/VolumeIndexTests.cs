using Scheduler.Core.Cache;
using Scheduler.Core.Objects;
using Scheduler.Core.Storage;
using Scheduler.Plugins.VolumeBinding;

namespace Scheduler.Tests.Plugins.VolumeBinding;

public sealed class VolumeIndexTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Following_changes_gives_what_looking_at_all_volumes_gives(int seed)
    {
        Random random = new(seed);
        ObjectTable<PersistentVolume> table = new();
        VolumeIndex index = new(table);
        for (int step = 0; step < 3000; step++)
        {
            string name = $"pv{random.Next(40)}";
            switch (random.Next(4))
            {
                case 0: table.Remove(name); break;
                case 1 when table.Find(name) is { } volume: table.Assume(volume with { ClaimRef = new("default", $"c{random.Next(9)}", "") }); break;
                case 2: table.Restore(name); break;
                default: table.Set(FilterHarness.MakeVolume(name, $"class{random.Next(3)}", $"{random.Next(5)}Gi")); break;
            }

            if (random.Next(5) > 0) continue;
            index.Update();
            for (int i = 0; i < 3; i++) AssertSame(table, $"class{i}", index.Free($"class{i}"), volume => volume.ClaimRef is null && volume.ClassName() == $"class{i}");
            for (int i = 0; i < 9; i++) AssertSame(table, $"c{i}", index.ReservedFor($"default/c{i}"), volume => volume.ClaimRef?.Name == $"c{i}");
        }
    }

    private static void AssertSame(ObjectTable<PersistentVolume> table, string what, ReadOnlySpan<PersistentVolume> actual, Func<PersistentVolume, bool> belongs)
    {
        IEnumerable<string> expected = table.All.Where(belongs)
            .OrderBy(volume => volume.Capacity).ThenBy(volume => volume.Metadata.Name, StringComparer.Ordinal).Select(volume => volume.Metadata.Name);
        Assert.Equal($"{what}: {string.Join(' ', expected)}", $"{what}: {string.Join(' ', actual.ToArray().Select(volume => volume.Metadata.Name))}");
    }
}
