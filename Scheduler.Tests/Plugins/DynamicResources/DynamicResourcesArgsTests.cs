using Scheduler.Plugins.DynamicResources;

namespace Scheduler.Tests.Plugins.DynamicResources;

public sealed class DynamicResourcesArgsTests
{
    private static readonly ArgsCheck<DynamicResourcesArgs> Args = new(DynamicResourcesArgs.Read);

    [Fact]
    public void Ten_seconds_a_node_and_ten_minutes_for_devices_are_the_default()
    {
        Assert.Equal(new DynamicResourcesArgs { FilterTimeout = TimeSpan.FromSeconds(10), BindingTimeout = TimeSpan.FromMinutes(10) }, Args.Default);
        Assert.Equal(TimeSpan.Zero, Args.Read(null, "DRASchedulerFilterTimeout=false").FilterTimeout);
    }

    [Fact]
    public void Zero_is_no_limit_for_a_node() => Assert.Equal(TimeSpan.Zero, Args.Read("""{"filterTimeout":"0s","bindingTimeout":"1s"}""").FilterTimeout);

    [Theory]
    [InlineData("""{"filterTimeout":"-1s"}""", "", "filterTimeout: \"-1s\": must not be negative")]
    [InlineData("""{"filterTimeout":"1s"}""", "DRASchedulerFilterTimeout=false", "filterTimeout: \"1s\": needs the feature gate DRASchedulerFilterTimeout")]
    [InlineData("""{"bindingTimeout":"900ms"}""", "", "bindingTimeout: \"900ms\": must be at least 1s")]
    [InlineData("""{"bindingTimeout":"1s"}""", "DRADeviceBindingConditions=false", "bindingTimeout: \"1s\": needs the feature gates DRADeviceBindingConditions and DRAResourceClaimDeviceStatus")]
    public void What_is_wrong_or_has_no_effect_is_refused(string json, string gates, string errors) => Assert.Equal(errors, Args.Errors(json, gates));
}
