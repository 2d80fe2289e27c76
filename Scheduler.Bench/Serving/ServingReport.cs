using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Scheduler.Bench.Output;
using Spectre.Console;

namespace Scheduler.Bench.Serving;

/// <summary>What was measured, a column for each store.</summary>
internal sealed class ServingReport(IReadOnlyList<string> stores, IReadOnlyList<IReadOnlyList<Measure>> measures)
{
    private IEnumerable<string> Titles => stores.Prepend("").Append("unit");

    public void WriteTable()
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var (index, title) in Titles.Index())
            table.AddColumn(new TableColumn(new Text(title)) { Alignment = index > 0 && index <= stores.Count ? Justify.Right : Justify.Left });
        foreach (var row in Rows()) table.AddRow(row.Select(cell => new Text(cell)));
        Terminal.Out.Write(table);
    }

    public string Markdown()
    {
        var text = new StringBuilder();
        Line(Titles);
        Line(Titles.Select((_, index) => index > 0 && index <= stores.Count ? "---:" : "---"));
        foreach (var row in Rows()) Line(row);
        return text.ToString();

        void Line(IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
    }

    public string Json() => new JsonObject(stores.Zip(measures, (store, values) => KeyValuePair.Create(store, (JsonNode?)new JsonArray(
        [.. values.Select(one => (JsonNode)new JsonObject { ["measure"] = one.Name, ["unit"] = one.Unit, ["value"] = Math.Round(one.Value, 3) })]))))
        .ToJsonString(JsonText.Indented);

    private IEnumerable<string[]> Rows() => measures[0].Select((first, index) =>
        (string[])[first.Name, .. measures.Select(values => Text(values[index].Value)), first.Unit]);

    /// <summary>Three digits are more than such a measurement knows.</summary>
    private static string Text(double value) => value >= 100 ? value.ToString("#,0", CultureInfo.InvariantCulture) : value.ToString("0.##", CultureInfo.InvariantCulture);
}
