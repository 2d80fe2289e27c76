using System.Globalization;

namespace Scheduler.Host.ApiServer.Validation.Rules;

/// <summary>The grammar of cron schedules: five fields, or a word such as <c>@hourly</c>.</summary>
internal static class CronText
{
    private static readonly (int Min, int Max)[] Bounds = [(0, 59), (0, 23), (1, 31), (1, 12), (0, 6)];
    private static readonly string[] Words = ["@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"];
    private static readonly string[] Names = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    /// <summary>What is wrong with a schedule; null when it is good.</summary>
    public static string? Problem(string schedule)
    {
        if (schedule.StartsWith('@'))
            return Words.Contains(schedule) || schedule.StartsWith("@every ", StringComparison.Ordinal) ? null : $"unrecognized descriptor: {schedule}";
        string[] fields = schedule.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length != Bounds.Length)
            return $"expected exactly 5 fields, found {fields.Length}: [{string.Join(' ', fields)}]";
        for (int i = 0; i < fields.Length; i++)
        {
            foreach (string part in fields[i].Split(','))
            {
                if (RangeProblem(part, Bounds[i].Min, Bounds[i].Max) is { } problem)
                    return problem;
            }
        }

        return null;
    }

    private static string? RangeProblem(string part, int min, int max)
    {
        string[] stepped = part.Split('/'), ends = stepped[0].Split('-');
        if (stepped.Length > 2)
            return $"too many slashes: {part}";
        if (ends.Length > 2)
            return $"too many hyphens: {part}";
        if (stepped.Length == 2 && (!TryNumber(stepped[1], out int step) || step == 0))
            return TryNumber(stepped[1], out _) ? $"step of range should be a positive number: {part}" : $"failed to parse int from {stepped[1]}: strconv.Atoi: parsing \"{stepped[1]}\": invalid syntax";
        if (stepped[0] is "*" or "?")
            return null;
        foreach (string end in ends)
        {
            if (Names.Contains(end.ToLowerInvariant()))
                continue;
            if (!TryNumber(end, out int number))
                return $"failed to parse int from {end}: strconv.Atoi: parsing \"{end}\": invalid syntax";
            if (number < min)
                return $"beginning of range ({number}) below minimum ({min}): {part}";
            if (number > max)
                return $"end of range ({number}) above maximum ({max}): {part}";
        }

        return null;
    }

    private static bool TryNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
