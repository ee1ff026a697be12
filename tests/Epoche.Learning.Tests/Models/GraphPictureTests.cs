using System.Xml.Linq;
using Epoche.Conformance;
using static Epoche.Tensors.Ops;

namespace Epoche.Learning.Tests.Models;

public sealed class GraphPictureTests
{
    private static GraphModel Example()
    {
        Symbol image = Model.Input([4, 4], "image"), meta = Model.Input([7], "meta");
        Symbol flat = image.Then(new Flatten());
        Symbol trunk = Symbol.Concat(flat.Then(new Dense(8, Relu)), meta.Then(new Dense(8) { Name = "<meta> & co" }));
        GraphModel model = new([image, meta], ("digit", trunk.Then(new Dense(10))), ("angle", trunk.Then(new Dense(1))), ("flat", flat));
        model.Build(seed: 1);
        model.Parameters.Freeze("dense");
        return model;
    }

    [Fact]
    public void The_text_has_a_line_for_each_box_and_lanes_between_them()
    {
        string[] expected =
        [
            "○   image  [batch, 4, 4]",
            "●   flatten  [batch, 16]",
            "├─╮",
            "│ ◆ flat  [batch, 16]",
            "●   dense  [batch, 8]  136 parameters, frozen",
            "│ ○ meta  [batch, 7]",
            "│ ● <meta> & co  dense  [batch, 8]  64 parameters",
            "├─╯",
            "●   concat  [batch, 16]",
            "├─╮",
            "│ ● dense_2  [batch, 10]  170 parameters",
            "│ ◆ digit  [batch, 10]",
            "●   dense_3  [batch, 1]  17 parameters",
            "◆   angle  [batch, 1]",
        ];

        Assert.Equal(expected, Example().GraphText().Split(Environment.NewLine));
    }

    [Fact]
    public void The_svg_has_a_box_for_each_value_and_a_line_for_each_use_and_none_overlap()
    {
        GraphModel model = Example();
        XElement svg = XElement.Parse(model.GraphSvg());
        XNamespace ns = "http://www.w3.org/2000/svg";

        XElement[] boxes = [.. svg.Elements(ns + "g").Select(group => group.Element(ns + "rect")!)];
        Assert.Equal(2 + 6 + 3, boxes.Length);
        Assert.Equal(10, svg.Elements(ns + "path").Count());
        Assert.Contains(svg.Descendants(ns + "text"), text => text.Value == "<meta> & co");
        (double X, double Y, double Width)[] places =
            [.. boxes.Select(box => ((double)box.Attribute("x")!, (double)box.Attribute("y")!, (double)box.Attribute("width")!))];
        foreach ((double x, double y, double width) in places)
        {
            Assert.InRange(x, 0, (double)svg.Attribute("width")! - width);
            Assert.DoesNotContain(places, other => other.Y == y && other.X > x && other.X < x + width);
        }

        Assert.Equal(model.GraphSvg(), Example().GraphSvg());
        Assert.Superset(
            new HashSet<string> { "#e3f1fd", "#f8f9fa", "#e5f6e8", "#1f2933" }, SvgKit.RequirePlainColours(model.GraphSvg()).ToHashSet());
    }

    [Fact]
    public void The_summary_of_a_graph_says_what_each_layer_is_applied_to()
    {
        string summary = Example().Summary();

        Assert.Contains("concat       concat   [batch, 16]", summary, StringComparison.Ordinal);
        Assert.Contains("dense, <meta> & co", summary, StringComparison.Ordinal);
        Assert.EndsWith("387 parameters (136 of them frozen)", summary, StringComparison.Ordinal);
    }
}
