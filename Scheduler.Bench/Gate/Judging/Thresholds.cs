using System.Text.Json;
using Scheduler.Bench.Output;
using Scheduler.Core.Configuration;

namespace Scheduler.Bench.Gate.Judging;

/// <summary>What may differ, and by how much.</summary>
public sealed record Thresholds
{
    /// <summary>False: decisions may differ (another configuration, another plugin).</summary>
    public bool SameDecisions { get; init; } = true;

    /// <summary>Bytes allocated a decision may grow by this share, and by <see cref="BytesAbsolute"/> in any case.</summary>
    public double BytesPercent { get; init; } = 1;

    public double BytesAbsolute { get; init; } = 16;

    /// <summary>Work counters may grow by this share.</summary>
    public double WorkPercent { get; init; }

    /// <summary>The exponent with which the cost grows with nodes may grow by this.</summary>
    public double Exponent { get; init; } = 0.4;

    /// <summary>Time may grow by this share: less is as good as equal.</summary>
    public double MarginPercent { get; init; } = 3;

    /// <summary>The chance of calling equal things different, all workloads together, before the confirmation.</summary>
    public double Alpha { get; init; } = 0.01;

    /// <summary>Pairs of runs before the first judgement, and between judgements.</summary>
    public int PairsStep { get; init; } = 10;

    /// <summary>Pairs of runs after which what is open stays open.</summary>
    public int PairsMax { get; init; } = 60;

    /// <summary>The margin as a difference of logarithms.</summary>
    public double LogMargin => Math.Log(1 + (MarginPercent / 100));

    /// <summary>Reads a file; the defaults where there is none.</summary>
    /// <exception cref="InputException">The file cannot be read.</exception>
    /// <exception cref="ConfigurationException">Something in it is wrong.</exception>
    public static Thresholds Read(string? path)
    {
        Thresholds defaults = new();
        if (path is null) return defaults;
        using JsonDocument document = SchedulerConfiguration.ParseDocument(Files.ReadText(path), path);
        FieldErrors errors = new();
        StrictObject root = StrictObject.Of(document.RootElement, errors);
        string decisions = root.String("decisions") ?? "same";
        if (decisions is not ("same" or "any")) root.Error("decisions", "must be same or any");
        Thresholds read = new()
        {
            SameDecisions = decisions == "same",
            BytesPercent = Number("bytesPercent", defaults.BytesPercent, 0),
            BytesAbsolute = Number("bytesAbsolute", defaults.BytesAbsolute, 0),
            WorkPercent = Number("workPercent", defaults.WorkPercent, 0),
            Exponent = Number("exponent", defaults.Exponent, 0),
            MarginPercent = Number("marginPercent", defaults.MarginPercent, 0.1),
            Alpha = Number("alpha", defaults.Alpha, 1e-6),
            PairsStep = (int)Number("pairsStep", defaults.PairsStep, 4),
            PairsMax = (int)Number("pairsMax", defaults.PairsMax, 4),
        };
        root.End();
        return errors.Items.Count == 0 ? read : throw new ConfigurationException(path, [.. errors.Items]);

        double Number(string field, double otherwise, double least)
        {
            double value = root.Single(field) ?? otherwise;
            if (value < least) root.Error(field, $"must be at least {least}");
            return value;
        }
    }
}
