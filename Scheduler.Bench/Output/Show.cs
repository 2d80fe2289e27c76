using System.Globalization;

namespace Scheduler.Bench.Output;

/// <summary>Numbers for people: the same in every culture.</summary>
public static class Show
{
    public static string Number(double value, int digits = 0) => value.ToString($"F{digits}", CultureInfo.InvariantCulture);

    /// <summary>A share of 100, with one digit behind the point.</summary>
    public static string Percent(double value) => Number(value, 1) + " %";

    /// <summary><c>3 pods</c>, <c>1 pod</c>.</summary>
    public static string Count(long number, string what) => $"{number} {what}{(number == 1 ? "" : "s")}";

    /// <summary>Names one after the other, the rest as a number.</summary>
    public static string Names(IReadOnlyCollection<string> names, int most) =>
        string.Join(", ", names.Take(most)) + (names.Count > most ? $" and {names.Count - most} more" : "");
}
