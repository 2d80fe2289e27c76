using System.Numerics;
using System.Runtime.CompilerServices;

namespace Scheduler.Core.Numerics;

/// <summary>Conversions between 64-bit integers and doubles that are exact and the same at every vector width.</summary>
/// <remarks>
/// The double 2^52 + x has x as its lowest 52 bits. So for 0 &lt;= x &lt; 2^52 a conversion is one bit operation and one addition, which all
/// instruction sets have, instead of a conversion instruction, which few have.
/// </remarks>
internal static class Lanes
{
    /// <summary>Integers below it convert exactly: 2^52.</summary>
    public const long ExactLimit = 1L << 52;

    private const long ExponentOf52 = 0x4330_0000_0000_0000;

    /// <summary>Integers in [0, 2^52) as doubles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> ToDouble(Vector<long> integers) =>
        Vector.AsVectorDouble(integers | new Vector<long>(ExponentOf52)) - new Vector<double>(ExactLimit);

    /// <summary>Whole doubles in [0, 2^52) as integers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<long> ToInt64(Vector<double> whole) =>
        Vector.AsVectorInt64(whole + new Vector<double>(ExactLimit)) ^ new Vector<long>(ExponentOf52);
}
