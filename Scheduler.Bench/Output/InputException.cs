namespace Scheduler.Bench.Output;

/// <summary>The user gave something that cannot be used: one line on stderr, exit code 2.</summary>
public sealed class InputException(string problem, string where) : Exception($"{where}: {problem}");
