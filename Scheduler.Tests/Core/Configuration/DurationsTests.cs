using Scheduler.Core.Configuration;

namespace Scheduler.Tests.Core.Configuration;

public sealed class DurationsTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("0s", 0)]
    [InlineData("300ms", 0.3)]
    [InlineData("5s", 5)]
    [InlineData("1.5s", 1.5)]
    [InlineData("1m30s", 90)]
    [InlineData("1h0m1s", 3601)]
    [InlineData("-2s", -2)]
    [InlineData("+2s", 2)]
    [InlineData(".5s", 0.5)]
    [InlineData("1us", 0.000001)]
    public void A_duration_is_read(string text, double seconds)
    {
        Assert.True(Durations.TryParse(text, out TimeSpan duration));
        Assert.Equal(TimeSpan.FromTicks((long)Math.Round(seconds * TimeSpan.TicksPerSecond)), duration);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("s")]
    [InlineData("5 s")]
    [InlineData("5d")]
    [InlineData("1..5s")]
    [InlineData("-")]
    [InlineData("99999999999999h")]
    public void What_is_no_duration_is_refused(string text) => Assert.False(Durations.TryParse(text, out _));

    [Theory]
    [InlineData("0s")]
    [InlineData("15s")]
    [InlineData("1m30s")]
    [InlineData("10m0s")]
    [InlineData("1h0m0s")]
    [InlineData("500ms")]
    [InlineData("1.5s")]
    [InlineData("250µs")]
    [InlineData("-2s")]
    public void A_duration_is_written_as_it_was_read(string text)
    {
        Assert.True(Durations.TryParse(text, out TimeSpan duration));
        Assert.Equal(text, Durations.Format(duration));
    }
}
