namespace Scheduler.Core.Objects;

/// <summary>An amount as Kubernetes writes it (<c>100m</c>, <c>1.5Gi</c>, <c>1e9</c>), exact to the nano.</summary>
/// <remarks>
/// The value is kept as a count of nanos in 128 bits, so sums of quantities are exact and rounding happens once, where an int64 is asked for.
/// Finer values are rounded up to one nano when they are parsed; values beyond int64 units are capped there, as Kubernetes does.
/// </remarks>
public readonly partial record struct Quantity(Int128 Nanos) : IComparable<Quantity>
{
    private const long NanosPerUnit = 1_000_000_000;
    private const long NanosPerMilli = 1_000_000;

    /// <summary>Nothing.</summary>
    public static readonly Quantity Zero;

    /// <summary>The value in thousandths, rounded away from zero: the unit of cpu everywhere in the scheduler.</summary>
    public long MilliValue => RoundUp(NanosPerMilli);

    /// <summary>The value in whole units, rounded away from zero: bytes, pods, devices.</summary>
    public long Value => RoundUp(NanosPerUnit);

    /// <summary>True for an amount of exactly nothing.</summary>
    public bool IsZero => Nanos == 0;

    /// <summary>A quantity of whole units.</summary>
    public static Quantity FromUnits(long units) => new((Int128)units * NanosPerUnit);

    /// <summary>A quantity of thousandths.</summary>
    public static Quantity FromMilli(long milli) => new((Int128)milli * NanosPerMilli);

    /// <summary>Exact sum.</summary>
    public static Quantity operator +(Quantity a, Quantity b) => new(a.Nanos + b.Nanos);

    /// <summary>The larger of two.</summary>
    public static Quantity Max(Quantity a, Quantity b) => a.Nanos >= b.Nanos ? a : b;

    /// <inheritdoc/>
    public int CompareTo(Quantity other) => Nanos.CompareTo(other.Nanos);

    private long RoundUp(long nanosPerStep)
    {
        (Int128 quotient, Int128 rest) = Int128.DivRem(Nanos, nanosPerStep);
        if (rest != 0) quotient += rest > 0 ? 1 : -1;
        return quotient > long.MaxValue ? long.MaxValue : quotient < long.MinValue ? long.MinValue : (long)quotient;
    }
}
