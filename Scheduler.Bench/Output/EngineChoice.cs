using Scheduler.Core.Cycle;

namespace Scheduler.Bench.Output;

/// <summary>Reads <c>--engine</c> and options like it.</summary>
public static class EngineChoice
{
    public static EngineKind Parse(string text, string option = "--engine") => text switch
    {
        "plain" => EngineKind.Plain,
        "vector" => EngineKind.Vector,
        _ => throw new InputException($"\"{text}\" is no engine: write plain or vector", option),
    };
}
