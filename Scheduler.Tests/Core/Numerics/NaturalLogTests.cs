using Scheduler.Core.Numerics;

namespace Scheduler.Tests.Core.Numerics;

public sealed class NaturalLogTests
{
    [Fact]
    public void Agrees_with_the_library_to_the_last_bit_or_the_one_beside_it()
    {
        NaturalLog log = new();
        for (int n = 1; n <= 50_000; n++)
        {
            double library = Math.Log(n);
            Assert.True(Math.Abs(BitConverter.DoubleToInt64Bits(log[n]) - BitConverter.DoubleToInt64Bits(library)) <= 1, $"ln({n}) is {log[n]:R}, the library says {library:R}");
        }
    }

    [Fact]
    public void Small_logarithms_have_the_known_bits()
    {
        NaturalLog log = new();
        Assert.Equal(0.0, log[1]);
        Assert.Equal(0x3FE62E42FEFA39EFL, BitConverter.DoubleToInt64Bits(log[2]));
        Assert.Equal(0x3FF193EA7AAD030BL, BitConverter.DoubleToInt64Bits(log[3]));
        Assert.Equal(0x40026BB1BBB55516L, BitConverter.DoubleToInt64Bits(log[10]));
    }

    [Fact]
    public void The_order_of_questions_does_not_matter()
    {
        NaturalLog up = new();
        NaturalLog down = new();
        for (int n = 3000; n >= 1; n--) Assert.Equal(Math.Log(n), down[n], 1e-14);
        for (int n = 1; n <= 3000; n++) Assert.Equal(up[n], down[n]);
    }
}
