using Scheduler.Core.Configuration;

namespace Scheduler.Plugins.NodeResourcesFit;

/// <summary>Arguments of NodeResourcesFit.</summary>
public sealed partial record NodeResourcesFitArgs : IPluginArgs
{
    /// <summary>Extended resources that the filter does not look at.</summary>
    public string[] IgnoredResources { get; init; } = [];

    /// <summary>Groups (the part before <c>/</c>) of extended resources that the filter does not look at.</summary>
    public string[] IgnoredResourceGroups { get; init; } = [];

    public ScoringStrategy ScoringStrategy { get; init; } = new();
}

/// <summary>How the score follows from what is requested and offered.</summary>
public sealed record ScoringStrategy
{
    public ScoringStrategyType Type { get; init; } = ScoringStrategyType.LeastAllocated;

    /// <summary>The resources that count, with their weights (1 to 100).</summary>
    public ResourceSpec[] Resources { get; init; } = [new("cpu", 1), new("memory", 1)];

    /// <summary>RequestedToCapacityRatio only: points of the broken line, by ascending utilization.</summary>
    public UtilizationShapePoint[] Shape { get; init; } = [];
}

public enum ScoringStrategyType
{
    LeastAllocated,
    MostAllocated,
    RequestedToCapacityRatio,
}

/// <summary>A resource and its weight.</summary>
public sealed record ResourceSpec(string Name, long Weight);

/// <summary>A point of a shape: utilization 0 to 100 (percent), score 0 to 10.</summary>
public sealed record UtilizationShapePoint(int Utilization, int Score);
