using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Epoche.Conformance;

/// <summary>
/// What every page must keep. The pages are written so that they are well-formed as XML too, but for the elements of HTML that have no end;
/// the rules are those of HTML that pages like ours have broken or easily might. <c>eng/validate-pages</c>
/// asks a validator about all rules.
/// </summary>
public static partial class HtmlKit
{
    /// <summary>Reads a page and checks it.</summary>
    /// <exception cref="InvalidOperationException">The page breaks a rule.</exception>
    public static XElement Check(string html)
    {
        Require(html.StartsWith("<!DOCTYPE html>\n", StringComparison.Ordinal), "no <!DOCTYPE html> at its start");
        XElement page = Parse(html["<!DOCTYPE html>\n".Length..]);
        Require((string?)page.Attribute("lang") is { Length: > 0 }, "no language");
        Require(page.Element("head")?.Element("title")?.Value is { Length: > 0 }, "no title");
        Ids(page);
        Headings(page);
        foreach (XElement figure in All(page, "figure"))
        {
            XElement[] children = [.. figure.Elements()], captions = [.. figure.Elements("figcaption")];
            Require(
                captions.Length <= 1 && captions.All(caption => caption == children[0] || caption == children[^1]),
                $"a caption that is neither first nor last in its figure: {Short(figure)}");
        }

        foreach (XElement image in All(page, "img"))
        {
            Require((string?)image.Attribute("alt") is { Length: > 0 }, $"a picture without words: {Short(image)}");
        }

        foreach (XElement svg in All(page, "svg"))
        {
            bool isHidden = (string?)svg.Attribute("aria-hidden") == "true";
            Require(
                isHidden || ((string?)svg.Attribute("role") == "img"
                    && (svg.Attribute("aria-label") ?? svg.Attribute("aria-labelledby")) is not null),
                $"a drawing without words: {Short(svg)}");
            SvgKit.RequirePlainColours(svg.ToString());
        }

        foreach (XElement table in All(page, "table"))
        {
            int[] widths = [.. All(table, "tr").Select(row => row.Elements().Count()).Distinct()];
            Require(widths.Length == 1, $"a table with rows of {string.Join(" and ", widths)} cells: {Short(table)}");
        }

        return page;
    }

    private static XElement Parse(string html)
    {
        string xml = Raw().Replace(
            html, match => $"<{match.Groups[1].Value}><![CDATA[{match.Groups[2].Value}]]></{match.Groups[1].Value}>");
        xml = Void().Replace(xml, match => $"{match.Value[..^1]}/>").Replace(" open>", " open=\"\">", StringComparison.Ordinal);
        try
        {
            return XElement.Parse(xml, LoadOptions.SetLineInfo);
        }
        catch (XmlException exception)
        {
            throw new InvalidOperationException(
                $"A page has a mistake of form (an attribute twice, an element that is not closed): {exception.Message}", exception);
        }
    }

    private static void Ids(XElement page)
    {
        string[] ids = [.. page.DescendantsAndSelf().Select(e => (string?)e.Attribute("id")).OfType<string>()];
        Require(
            ids.Distinct().Count() == ids.Length, $"an id twice: {ids.GroupBy(id => id).FirstOrDefault(group => group.Count() > 1)?.Key}");
        string[] named = [.. page.DescendantsAndSelf().SelectMany(e => ((string?)e.Attribute("aria-labelledby"))?.Split(' ') ?? [])];
        Require(!named.Except(ids).Any(), $"a label that is nowhere: {named.Except(ids).FirstOrDefault()}");
    }

    private static void Headings(XElement page)
    {
        int before = 0;
        foreach (XElement heading in page.Descendants().Where(e => e.Name.LocalName is ['h', >= '1' and <= '6']))
        {
            int level = heading.Name.LocalName[1] - '0';
            Require(level <= before + 1, $"a heading of level {level} after one of level {before}");
            Require(heading.Value.Trim().Length > 0, "an empty heading");
            before = level;
        }

        Require(All(page, "h1").Count() == 1, $"{All(page, "h1").Count()} headings of the first level");
    }

    private static IEnumerable<XElement> All(XElement within, string name) => within.Descendants().Where(e => e.Name.LocalName == name);

    private static string Short(XElement element) => element.ToString() is { Length: > 200 } text ? text[..200] : element.ToString();

    private static void Require(bool holds, string found)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"A page has {found}.");
        }
    }

    [GeneratedRegex("<(style|script)>(.*?)</\\1>", RegexOptions.Singleline)]
    private static partial Regex Raw();

    [GeneratedRegex("<(meta|img|br|hr|link|input)\\b[^>]*>")]
    private static partial Regex Void();
}
