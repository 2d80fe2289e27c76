namespace Scheduler.Bench.Output;

/// <summary>The user gave something that cannot be used: one line on stderr, exit code 2.</summary>
public sealed class InputException(string problem, string where) : Exception($"{where}: {problem}")
{
    /// <summary>What is wrong.</summary>
    public string Problem => problem;

    /// <summary>The option, file or field.</summary>
    public string Where => where;
}
