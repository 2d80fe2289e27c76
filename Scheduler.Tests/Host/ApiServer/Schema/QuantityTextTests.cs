using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Tests.Host.ApiServer.Schema;

public sealed class QuantityTextTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("1", "1")]
    [InlineData("1000m", "1")]
    [InlineData("1500m", "1500m")]
    [InlineData("0.5", "500m")]
    [InlineData("1.5Gi", "1536Mi")]
    [InlineData("1024Mi", "1Gi")]
    [InlineData("1000Mi", "1000Mi")]
    [InlineData("0.1Gi", "107374182400m")]
    [InlineData("0.5Mi", "512Ki")]
    [InlineData("1000", "1k")]
    [InlineData("1000k", "1M")]
    [InlineData("1e3", "1e3")]
    [InlineData("1000e0", "1e3")]
    [InlineData("12E6", "12e6")]
    [InlineData("1E", "1E")]
    [InlineData("512", "512")]
    [InlineData("-1", "-1")]
    [InlineData("+1", "1")]
    [InlineData("1n", "1n")]
    [InlineData("0.1n", "1n")]
    [InlineData(".5", "500m")]
    [InlineData("5.", "5")]
    [InlineData("100Ki", "100Ki")]
    [InlineData("1Ki", "1Ki")]
    [InlineData("0.5Ki", "512")]
    [InlineData("9999999999999Ei", "9223372036854775807")]
    public void Quantities_have_one_text(string text, string canonical) => Assert.Equal(canonical, QuantityText.Canonical(text));

    [Theory]
    [InlineData("abc", QuantityText.FormatWrong)]
    [InlineData("", QuantityText.FormatWrong)]
    [InlineData("1 ", QuantityText.FormatWrong)]
    [InlineData("m", QuantityText.NumericWrong)]
    [InlineData("1mm", QuantityText.SuffixWrong)]
    [InlineData("1KI", QuantityText.FormatWrong)]
    public void What_is_no_quantity_is_refused(string text, string message) =>
        Assert.Equal(message, Assert.Throws<ApiDataException>(() => QuantityText.Canonical(text)).Message);

    [Fact]
    public void Quantities_compare_by_value()
    {
        Assert.Equal(0, QuantityText.Compare("1", "1000m"));
        Assert.True(QuantityText.Compare("1Gi", "1G") > 0);
        Assert.Equal("1500m", QuantityText.Add("1", "500m"));
    }
}
