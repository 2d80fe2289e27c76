using Scheduler.Core.Cycle;

namespace Scheduler.Bench.Output;

/// <summary>Reads <c>--engine</c>.</summary>
public static class EngineChoice
{
    public static EngineKind Parse(string text) => text switch
    {
        "plain" => EngineKind.Plain,
        "vector" => EngineKind.Vector,
        _ => throw new InputException($"\"{text}\" is no engine: write plain or vector", "--engine"),
    };
}
