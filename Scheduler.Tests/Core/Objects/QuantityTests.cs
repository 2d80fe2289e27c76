using System.Numerics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Scheduler.Core.Objects;

namespace Scheduler.Tests.Core.Objects;

public sealed class QuantityTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("1", "1000000000")]
    [InlineData("100m", "100000000")]
    [InlineData("333333333n", "333333333")]
    [InlineData("1500000u", "1500000000")]
    [InlineData("2k", "2000000000000")]
    [InlineData("1M", "1000000000000000")]
    [InlineData("1G", "1000000000000000000")]
    [InlineData("1T", "1000000000000000000000")]
    [InlineData("1P", "1000000000000000000000000")]
    [InlineData("1E", "1000000000000000000000000000")]
    [InlineData("1Ki", "1024000000000")]
    [InlineData("1Mi", "1048576000000000")]
    [InlineData("1Gi", "1073741824000000000")]
    [InlineData("1Ti", "1099511627776000000000")]
    [InlineData("1Pi", "1125899906842624000000000")]
    [InlineData("1Ei", "1152921504606846976000000000")]
    [InlineData("1.5Gi", "1610612736000000000")]
    [InlineData("0.5Gi", "536870912000000000")]
    [InlineData("1e3", "1000000000000")]
    [InlineData("1E3", "1000000000000")]
    [InlineData("1e+3", "1000000000000")]
    [InlineData("1E0", "1000000000")]
    [InlineData("1e-1", "100000000")]
    [InlineData("1e-9", "1")]
    [InlineData("-1", "-1000000000")]
    [InlineData("+1", "1000000000")]
    [InlineData("-100m", "-100000000")]
    [InlineData("1.", "1000000000")]
    [InlineData("1.G", "1000000000000000000")]
    [InlineData(".5", "500000000")]
    [InlineData("007", "7000000000")]
    [InlineData("1.500", "1500000000")]
    [InlineData("2147483648000m", "2147483648000000000")]
    public void Every_notation_is_exact_to_the_nano(string text, string nanos) => Assert.Equal(Int128.Parse(nanos), Quantity.Parse(text).Nanos);

    [Theory]
    [InlineData("0.0000000001", 1)]
    [InlineData("1e-10", 1)]
    [InlineData("1e-9999999999", 1)]
    [InlineData("0.1n", 1)]
    [InlineData("1.0000000001", 1_000_000_001)]
    [InlineData("0.0000000000000000000000000000000000000000000000000000001", 1)]
    [InlineData("0.00000000001Ki", 11)]
    [InlineData("-0.0000000001", -1)]
    [InlineData("-1.0000000001", -1_000_000_001)]
    [InlineData("0e-99", 0)]
    public void Finer_than_a_nano_is_rounded_away_from_zero(string text, long nanos) => Assert.Equal(nanos, (long)Quantity.Parse(text).Nanos);

    [Theory]
    [InlineData("9223372036854775807")]
    [InlineData("9223372036854775808")]
    [InlineData("8Ei")]
    [InlineData("100Ei")]
    [InlineData("999999999999999999Ei")]
    [InlineData("10E")]
    [InlineData("1e19")]
    [InlineData("1e28")]
    [InlineData("1e9999999999")]
    [InlineData("123456789012345678901234567890")]
    public void Amounts_beyond_int64_are_capped(string text)
    {
        Assert.Equal(long.MaxValue, Quantity.Parse(text).Value);
        Assert.Equal(-long.MaxValue, Quantity.Parse("-" + text).Value);
        Assert.Equal(long.MaxValue, Quantity.Parse(text).MilliValue);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("Ki")]
    [InlineData("m")]
    [InlineData("1K")]
    [InlineData("1KB")]
    [InlineData("1ki")]
    [InlineData("1mi")]
    [InlineData("1 Gi")]
    [InlineData("1,5")]
    [InlineData("1.5.2")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1ee3")]
    [InlineData("1e3m")]
    [InlineData("1e3.5")]
    [InlineData("--1")]
    [InlineData("0x10")]
    [InlineData("1_000")]
    [InlineData("four")]
    [InlineData("٣")]
    [InlineData("1Gi ")]
    public void What_is_no_quantity_is_refused(string text)
    {
        Assert.False(Quantity.TryParse(text, out _));
        Assert.False(Quantity.TryParse(Encoding.UTF8.GetBytes(text), out _));
        Assert.Equal($"\"{text}\" is not a quantity", Assert.Throws<FormatException>(() => Quantity.Parse(text)).Message);
    }

    [Fact]
    public void A_text_longer_than_any_amount_needs_is_refused() => Assert.False(Quantity.TryParse(new string('1', 2000), out _));

    [Theory]
    [InlineData("1.0001", 1001, 2)]
    [InlineData("0.0005", 1, 1)]
    [InlineData("0.1", 100, 1)]
    [InlineData("-0.1", -100, -1)]
    [InlineData("1500m", 1500, 2)]
    [InlineData("333333333n", 334, 1)]
    public void Cpu_counts_in_started_thousandths_and_everything_else_in_started_units(string text, long milli, long units)
    {
        Quantity quantity = Quantity.Parse(text);
        Assert.Equal(milli, quantity.MilliValue);
        Assert.Equal(units, quantity.Value);
    }

    [Theory]
    [InlineData("0", "0", "0")]
    [InlineData("1.5", "1500m", "1500m")]
    [InlineData("1000m", "1", "1")]
    [InlineData("1000", "1k", "1k")]
    [InlineData("1500", "1500", "1500")]
    [InlineData("1024", "1024", "1Ki")]
    [InlineData("1024Mi", "1073741824", "1Gi")]
    [InlineData("7600Mi", "7969177600", "7600Mi")]
    [InlineData("1.5Gi", "1610612736", "1536Mi")]
    [InlineData("64G", "64G", "62500000Ki")]
    [InlineData("1e18", "1E", "976562500000000Ki")]
    [InlineData("-2048", "-2048", "-2Ki")]
    [InlineData("1024.5", "1024500m", "1024500m")]
    [InlineData("1n", "1n", "1n")]
    public void Quantities_are_written_with_the_largest_suffix_that_fits(string text, string asDecimal, string asBinary)
    {
        Assert.Equal(asDecimal, Quantity.Parse(text).ToString());
        Assert.Equal(asBinary, Quantity.Parse(text).ToBinaryString());
    }

    [Fact]
    public void What_is_written_is_read_back_unchanged() =>
        Prop.ForAll(Nanos(), nanos =>
        {
            Quantity quantity = new((Int128)nanos);
            return Quantity.Parse(quantity.ToString()) == quantity && Quantity.Parse(quantity.ToBinaryString()) == quantity;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Reading_agrees_with_the_definition_in_exact_arithmetic() =>
        Prop.ForAll(Notation().ToArbitrary(), parts =>
        {
            Quantity expected = new(Definition(parts));
            string text = parts.ToString();
            return Quantity.Parse(text) == expected && Quantity.TryParse(Encoding.UTF8.GetBytes(text), out Quantity fromBytes) && fromBytes == expected;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void Sums_are_exact_and_keep_the_order() =>
        Prop.ForAll(Nanos(), Nanos(), (a, b) =>
        {
            Quantity x = new((Int128)a), y = new((Int128)b);
            return (x + y).Nanos == x.Nanos + y.Nanos && (x.CompareTo(y) < 0) == (a < b) && Quantity.Max(x, y) == (a >= b ? x : y);
        }).QuickCheckThrowOnFailure();

    private sealed record Parts(string Sign, string Whole, string Fraction, string Suffix, int Power10, int Power2)
    {
        public override string ToString() => Sign + Whole + (Fraction.Length > 0 ? "." + Fraction : "") + Suffix;
    }

    /// <summary>ceil(|value| · 10^9), capped, with the sign.</summary>
    private static Int128 Definition(Parts parts)
    {
        BigInteger numerator = BigInteger.Parse(parts.Whole + parts.Fraction) * BigInteger.Pow(2, parts.Power2) * BigInteger.Pow(10, 9);
        BigInteger denominator = BigInteger.Pow(10, parts.Fraction.Length);
        if (parts.Power10 >= 0) numerator *= BigInteger.Pow(10, parts.Power10);
        else denominator *= BigInteger.Pow(10, -parts.Power10);
        BigInteger nanos = (numerator + denominator - 1) / denominator;
        BigInteger cap = (BigInteger)long.MaxValue * 1_000_000_000;
        if (nanos > cap) nanos = cap;
        return (Int128)(parts.Sign == "-" ? -nanos : nanos);
    }

    private static Arbitrary<BigInteger> Nanos()
    {
        BigInteger cap = (BigInteger)long.MaxValue * 1_000_000_000;
        return ArbMap.Default.GeneratorFor<long>().Zip(Gen.Choose(0, 93), (bits, shift) => BigInteger.Clamp((BigInteger)bits << shift >> 32, -cap, cap)).ToArbitrary();
    }

    private static Gen<Parts> Notation()
    {
        (string, int, int)[] suffixes =
        [
            ("", 0, 0), ("n", -9, 0), ("u", -6, 0), ("m", -3, 0), ("k", 3, 0), ("M", 6, 0), ("G", 9, 0), ("T", 12, 0), ("P", 15, 0), ("E", 18, 0),
            ("Ki", 0, 10), ("Mi", 0, 20), ("Gi", 0, 30), ("Ti", 0, 40), ("Pi", 0, 50), ("Ei", 0, 60),
        ];
        Gen<(string, int, int)> exponent = Gen.Choose(-50, 50).Select(power => ($"e{power}", power, 0));
        Gen<string> Digits(int least) =>
            from count in Gen.Choose(least, 24)
            from digits in Gen.ArrayOf(Gen.Elements("0123456789".ToCharArray()), count)
            select new string(digits);
        return from sign in Gen.Elements("", "+", "-")
               from whole in Digits(1)
               from fraction in Digits(0)
               from suffix in Gen.OneOf(Gen.Elements(suffixes), exponent)
               select new Parts(sign, whole, fraction, suffix.Item1, suffix.Item2, suffix.Item3);
    }
}
