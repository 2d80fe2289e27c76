using System.Globalization;
using System.Text.RegularExpressions;

namespace Scheduler.Bench.Perf.Workloads;

/// <summary>The numbers in templates: <c>i</c>, <c>i%10</c>, <c>i*7919%1000/100+1</c>.</summary>
public static partial class PlaceholderNumber
{
    /// <summary>The value for an object's number, worked out from left to right; dividing by 0 is dividing by 1.</summary>
    public static long Of(string expression, int i)
    {
        long value = i;
        foreach (Match step in Operation().Matches(expression))
        {
            long operand = long.Parse(step.Groups[2].ValueSpan, CultureInfo.InvariantCulture);
            value = step.Groups[1].Value switch
            {
                "+" => value + operand,
                "*" => value * operand,
                "/" => value / Math.Max(1, operand),
                _ => value % Math.Max(1, operand),
            };
        }

        return value;
    }

    [GeneratedRegex("([+*/%])([0-9]+)")]
    private static partial Regex Operation();
}
