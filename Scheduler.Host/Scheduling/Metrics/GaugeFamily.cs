namespace Scheduler.Host.Scheduling.Metrics;

/// <summary>Numbers that are looked up when somebody asks: label values and number.</summary>
public sealed class GaugeFamily(string name, string help, string[] labels, Func<IEnumerable<(string[] Values, double Number)>> read, string kind = "gauge")
    : MetricFamily(name, help, kind)
{
    protected override IEnumerable<string> Lines() => read().Select(one => $"{Name}{Braced(LabelText(labels, one.Values))} {Number(one.Number)}");
}
