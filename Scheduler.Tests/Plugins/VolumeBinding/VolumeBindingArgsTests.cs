using Scheduler.Plugins.NodeResourcesFit;
using Scheduler.Plugins.VolumeBinding;

namespace Scheduler.Tests.Plugins.VolumeBinding;

public sealed class VolumeBindingArgsTests
{
    private const string Gate = "StorageCapacityScoring=true";

    private static readonly ArgsCheck<VolumeBindingArgs> Args = new(VolumeBindingArgs.Read);

    [Fact]
    public void Ten_minutes_and_the_emptiest_storage_first_are_the_default()
    {
        Assert.Equal(600, Args.Default.BindTimeoutSeconds);
        Assert.Equal([new(0, 10), new UtilizationShapePoint(100, 0)], Args.Read("""{"shape":[]}""", Gate).Shape);
    }

    [Fact]
    public void Behind_the_gate_a_shape_can_be_written()
    {
        VolumeBindingArgs args = Args.Read("""{"bindTimeoutSeconds":0,"shape":[{"utilization":0,"score":0},{"utilization":100,"score":10}]}""", Gate);
        Assert.Equal(0, args.BindTimeoutSeconds);
        Assert.Equal([new(0, 0), new UtilizationShapePoint(100, 10)], args.Shape);
    }

    [Theory]
    [InlineData("""{"bindTimeoutSeconds":-1}""", "", "bindTimeoutSeconds: -1: must not be negative")]
    [InlineData("""{"shape":[]}""", "", "shape: a list: needs the feature gate StorageCapacityScoring")]
    [InlineData("""{"shape":[{"utilization":0,"score":11}]}""", Gate, "shape[0].score: 11: must be 0 to 10")]
    [InlineData("""{"shape":5}""", Gate, "shape: 5: must be a list")]
    public void What_is_wrong_is_refused(string json, string gates, string errors) => Assert.Equal(errors, Args.Errors(json, gates));
}
