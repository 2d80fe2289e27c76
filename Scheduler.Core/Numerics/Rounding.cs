namespace Scheduler.Core.Numerics;

/// <summary>Rounding without a call.</summary>
public static class Rounding
{
    /// <summary>The nearest whole number, halves away from zero: what <see cref="Math.Round(double, MidpointRounding)"/> gives, for amounts below 2^52.</summary>
    public static long HalfAwayFromZero(double value)
    {
        // The whole part and the rest are exact, so nothing is rounded twice.
        long whole = (long)value;
        double rest = value - whole;
        return rest >= 0.5 ? whole + 1 : rest <= -0.5 ? whole - 1 : whole;
    }
}
