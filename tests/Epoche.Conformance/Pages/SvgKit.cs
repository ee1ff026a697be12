using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Epoche.Conformance;

/// <summary>What every SVG picture must keep to be seen outside of browsers: word processors, librsvg, ImageMagick.</summary>
public static partial class SvgKit
{
    private static readonly string[] s_painted = ["path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text"];

    /// <summary>
    /// Every element that is drawn says as attributes how it is filled and outlined, in plain colours or none, and no part of the picture
    /// needs a variable of CSS. Style sheets, which some viewers ignore, are for dark pages alone.
    /// </summary>
    /// <param name="svg">The picture.</param>
    /// <returns>The colours that are used.</returns>
    /// <exception cref="InvalidOperationException">An element does not, or this is not well-formed.</exception>
    public static IReadOnlySet<string> RequirePlainColours(string svg)
    {
        XElement root = XElement.Parse(svg);
        Require(!svg.Contains("var(", StringComparison.Ordinal), "a variable of CSS");
        Require(!root.Descendants().Any(e => e.Name.LocalName == "clipPath"), "a clip path, with which ImageMagick draws nothing");
        HashSet<string> colours = [];
        foreach (XElement element in root.Descendants().Where(e => s_painted.Contains(e.Name.LocalName)))
        {
            foreach (string property in (string[])["fill", "stroke"])
            {
                string? paint = (string?)element.Attribute(property);
                Require(
                    paint is not null && PlainPaint().IsMatch(paint),
                    $"{element.Name.LocalName} with {property} {paint ?? "missing"}: {element}");
                colours.Add(paint!);
            }
        }

        return colours;

        static void Require(bool holds, string found)
        {
            if (!holds)
            {
                throw new InvalidOperationException($"An SVG picture has {found}.");
            }
        }
    }

    [GeneratedRegex("^(none|#[0-9a-f]{6})$")]
    private static partial Regex PlainPaint();
}
