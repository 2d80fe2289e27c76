using Scheduler.Core.Cache;
using Scheduler.Core.Objects;

namespace Scheduler.Tests.Core.Cache;

public class DecimalIntegerTests
{
    // Asked through the operators Gt and Lt, which are all that reads integers.
    [Theory]
    [InlineData("9223372036854775807", true)]
    [InlineData("9223372036854775808", false)]
    [InlineData("18446744073709551616", false)]
    [InlineData("92233720368547758070", false)]
    [InlineData("-9223372036854775808", true)]
    [InlineData("-9223372036854775809", false)]
    [InlineData("+7", true)]
    [InlineData("-0", true)]
    [InlineData("00000000000000000000000000000001", true)]
    [InlineData("", false)]
    [InlineData("-", false)]
    [InlineData("+", false)]
    [InlineData("+-1", false)]
    [InlineData("1_000", false)]
    [InlineData(" 1", false)]
    [InlineData("1\0", false)]
    [InlineData("\u0661", false)]
    [InlineData("\u22121", false)]
    [InlineData("1.0", false)]
    public void A_node_value_is_a_number_when_it_is_a_signed_decimal_in_64_bits(string value, bool isNumber)
    {
        StringMap labels = StringMap.Of(("k", value));
        bool larger = Matches("Gt", labels), smaller = Matches("Lt", labels);
        Assert.Equal(isNumber, larger || smaller);
        Assert.False(larger && smaller);
    }

    // No value above equals the bound.
    private static bool Matches(string op, StringMap labels) =>
        new NodeSelectorTermMatcher(new() { MatchExpressions = [new("k", op, ["12345"])] }).Matches(labels, "n");
}
