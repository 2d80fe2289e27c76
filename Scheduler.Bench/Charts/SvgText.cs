using System.Globalization;
using System.Text;
using System.Xml;

namespace Scheduler.Bench.Charts;

/// <summary>The few shapes that charts are made of. Escapes what it is given; the same calls give the same text.</summary>
internal sealed class SvgText : IDisposable
{
    private readonly StringBuilder text = new();
    private readonly XmlWriter writer;

    public SvgText(int width, int height, string title, string css)
    {
        writer = XmlWriter.Create(text, new() { Indent = true, IndentChars = " ", NewLineChars = "\n", OmitXmlDeclaration = true, CheckCharacters = false });
        writer.WriteStartElement("svg", "http://www.w3.org/2000/svg");
        Attributes(("viewBox", $"0 0 {width} {height}"), ("width", $"{width}"), ("height", $"{height}"), ("role", "img"));
        Element("title", title);
        Element("style", css);
    }

    /// <summary>A filled rectangle.</summary>
    public void Rectangle(string cssClass, double x, double y, double width, double height) =>
        Shape("rect", cssClass, ("x", Number(x)), ("y", Number(y)), ("width", Number(width)), ("height", Number(height)));

    /// <summary>A straight line.</summary>
    public void Line(string cssClass, double x1, double y1, double x2, double y2) =>
        Shape("line", cssClass, ("x1", Number(x1)), ("y1", Number(y1)), ("x2", Number(x2)), ("y2", Number(y2)));

    /// <summary>A filled point.</summary>
    public void Dot(string cssClass, double x, double y, double radius) =>
        Shape("circle", cssClass, ("cx", Number(x)), ("cy", Number(y)), ("r", Number(radius)));

    /// <summary>Lines from point to point.</summary>
    public void Path(string cssClass, IEnumerable<(double X, double Y)> points) =>
        Shape("polyline", cssClass, ("points", string.Join(' ', points.Select(point => $"{Number(point.X)},{Number(point.Y)}"))));

    /// <summary>A line of text.</summary>
    /// <param name="value">The text.</param>
    /// <param name="x">Where it is anchored.</param>
    /// <param name="y">Its base line.</param>
    /// <param name="anchor"><c>start</c>, <c>middle</c> or <c>end</c>.</param>
    /// <param name="cssClass">Its class, or empty.</param>
    /// <param name="turn">Degrees, clockwise around the anchor.</param>
    public void Text(string value, double x, double y, string anchor = "start", string cssClass = "", int turn = 0)
    {
        writer.WriteStartElement("text");
        if (cssClass.Length > 0) Attributes(("class", cssClass));
        Attributes(("x", Number(x)), ("y", Number(y)), ("text-anchor", anchor));
        if (turn != 0) Attributes(("transform", $"rotate({turn} {Number(x)} {Number(y)})"));
        writer.WriteString(Printable(value));
        writer.WriteEndElement();
    }

    /// <summary>Ends the file and returns it.</summary>
    public string End()
    {
        writer.WriteEndElement();
        writer.Flush();
        return text.Append('\n').ToString();
    }

    /// <inheritdoc/>
    public void Dispose() => writer.Dispose();

    private void Shape(string name, string cssClass, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        writer.WriteStartElement(name);
        Attributes(("class", cssClass));
        Attributes(attributes);
        writer.WriteEndElement();
    }

    private void Attributes(params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        foreach ((string name, string value) in attributes) writer.WriteAttributeString(name, value);
    }

    private void Element(string name, string value) => writer.WriteElementString(name, Printable(value));

    /// <summary>XML has no way to write most control characters, not even escaped ones.</summary>
    private static string Printable(string value) => string.Concat(value.Select(letter => XmlConvert.IsXmlChar(letter) || char.IsSurrogate(letter) ? letter : '�'));

    private static string Number(double value) => Math.Round(value, 1).ToString("0.#", CultureInfo.InvariantCulture);
}
