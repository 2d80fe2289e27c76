using System.Text;

namespace Scheduler.Bench.Charts;

/// <summary>The colours, for light and for dark pages: whoever shows the file says which.</summary>
internal static class ChartStyle
{
    /// <summary>Told apart by people who see few colours (Okabe and Ito), light enough for dark grounds and dark enough for light ones.</summary>
    private static readonly string[] Light = ["#0072b2", "#d55e00", "#00805f", "#a83e86", "#8a6d00", "#2f8fc4"];

    private static readonly string[] Dark = ["#56b4e9", "#ff9248", "#2fd3a5", "#e39bc6", "#f0e442", "#9ccff0"];

    /// <summary>Series beyond the last colour begin again with the first.</summary>
    public static int Colour(int series) => series % Light.Length;

    /// <summary>The style sheet.</summary>
    public static string Css { get; } = Make();

    private static string Make()
    {
        StringBuilder css = new();
        css.Append("\ntext{font:12px system-ui,sans-serif;fill:#222}.title{font-size:15px;font-weight:600}")
            .Append(".ground{fill:#fff}.grid{stroke:#ddd}.frame{stroke:#666;fill:none}.limit{stroke:#b00020;stroke-dasharray:6 4}.limit-name{fill:#b00020}")
            .Append(".line{fill:none;stroke-width:2}.trend{fill:none;stroke-width:1.5;stroke-dasharray:4 4}.interval{stroke-width:1.5}\n");
        Colours(css, Light);
        css.Append("@media (prefers-color-scheme:dark){text{fill:#e6e6e6}.ground{fill:#16181c}.grid{stroke:#33373e}.frame{stroke:#9aa0a6}")
            .Append(".limit{stroke:#ff6b7d}.limit-name{fill:#ff6b7d}\n");
        Colours(css, Dark);
        return css.Append("}\n").ToString();
    }

    private static void Colours(StringBuilder css, string[] colours)
    {
        for (int i = 0; i < colours.Length; i++) css.Append($".s{i}{{stroke:{colours[i]}}}.f{i}{{fill:{colours[i]}}}");
        css.Append('\n');
    }
}
