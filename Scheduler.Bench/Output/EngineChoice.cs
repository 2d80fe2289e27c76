using Scheduler.Core.Cycle;

namespace Scheduler.Bench.Output;

/// <summary>Reads <c>--engine</c> and options like it.</summary>
public static class EngineChoice
{
    private static readonly string[] Names = [.. Enum.GetNames<EngineKind>().Select(name => name.ToLowerInvariant())];

    /// <exception cref="InputException">There is no such engine.</exception>
    public static EngineKind Parse(string text, string option = "--engine") => Array.IndexOf(Names, text) is var i and >= 0
        ? Enum.GetValues<EngineKind>()[i]
        : throw new InputException($"\"{text}\" is no engine: write {string.Join(", ", Names[..^1])} or {Names[^1]}", option);

    /// <summary>The engine as it is written.</summary>
    public static string NameOf(EngineKind engine) => engine.ToString().ToLowerInvariant();

    /// <summary>Reads <c>--order</c>.</summary>
    public static bool ByPriority(string text) => text switch
    {
        "creation" => false,
        "priority" => true,
        _ => throw new InputException($"\"{text}\" is no order: write creation or priority", "--order"),
    };
}
