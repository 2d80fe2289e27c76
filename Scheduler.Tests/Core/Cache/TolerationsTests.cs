using Scheduler.Core.Cache;
using Scheduler.Core.Objects;

namespace Scheduler.Tests.Core.Cache;

public class TolerationsTests
{
    [Theory]
    [InlineData("k", "Equal", "v", "NoSchedule", true)]
    [InlineData("k", "", "v", "", true)]
    [InlineData("k", "Equal", "w", "NoSchedule", false)]
    [InlineData("k", "Exists", "whatever", "NoSchedule", true)]
    [InlineData("", "Exists", "", "", true)]
    [InlineData("", "Equal", "v", "", true)]
    [InlineData("other", "Exists", "", "", false)]
    [InlineData("k", "Exists", "", "NoExecute", false)]
    [InlineData("k", "exists", "", "", false)]
    [InlineData("k", "Gt", "1", "", false)]
    public void A_toleration_tolerates_by_effect_key_operator_and_value(string key, string op, string value, string effect, bool expected) =>
        Assert.Equal(expected, TolerationSet.Tolerates(new(key, op, value, effect), new("k", "v", "NoSchedule"), comparison: true));

    [Theory]
    [InlineData("Lt", "10", "9", true)]
    [InlineData("Lt", "10", "10", false)]
    [InlineData("Gt", "10", "11", true)]
    [InlineData("Gt", "-10", "-9", true)]
    [InlineData("Gt", "-1", "0", true)]
    [InlineData("Gt", "1", "+2", false)]
    [InlineData("Gt", "1", "02", false)]
    [InlineData("Gt", "01", "2", false)]
    [InlineData("Lt", "1", "-0", false)]
    [InlineData("Gt", "1", "9223372036854775808", false)]
    [InlineData("Gt", "1", "", false)]
    public void Numbers_are_compared_where_the_gate_is_on(string op, string value, string taintValue, bool expected)
    {
        Toleration toleration = new("k", op, value, "");
        Taint taint = new("k", taintValue, "NoSchedule");
        Assert.Equal(expected, TolerationSet.Tolerates(toleration, taint, comparison: true));
        Assert.False(TolerationSet.Tolerates(toleration, taint, comparison: false));
    }

    [Fact]
    public void Soft_taints_do_not_keep_pods_away_and_are_counted_with_duplicates()
    {
        TolerationSet set = new TolerationTable().Of([new("a", "Exists", "", "NoSchedule"), new("b", "Exists", "", "PreferNoSchedule")]);
        Taint[] taints = [new("a", "", "PreferNoSchedule"), new("a", "", "PreferNoSchedule"), new("b", "", "PreferNoSchedule"), new("a", "", "NoSchedule")];
        Assert.True(set.ToleratesScheduling(taints, comparison: false));
        Assert.Equal(2, set.CountIntolerablePreferences(taints, comparison: false));
        Assert.False(set.ToleratesScheduling([.. taints, new("a", "", "NoExecute")], comparison: false));
    }

    [Fact]
    public void Equal_lists_are_one_instance_whatever_their_seconds()
    {
        TolerationTable table = new();
        Assert.Same(table.Of([new("a", "Exists", "", "NoExecute", 300)]), table.Of([new("a", "Exists", "", "NoExecute", 5)]));
        Assert.NotSame(table.Of([new("a", "Exists", "", "")]), table.Of([new("", "Exists", "a", "")]));
        Assert.Equal(0, table.Of([]).Id);
    }
}
