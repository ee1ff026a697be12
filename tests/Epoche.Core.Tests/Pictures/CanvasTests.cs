using System.Numerics;
using System.Text;

namespace Epoche.Core.Tests.Pictures;

public sealed class CanvasTests
{
    [Fact]
    public void Rectangles_fill_whole_pixels_and_are_cut_off_at_the_edges()
    {
        Canvas canvas = new(4, 3);
        canvas.FillRectangle(-2, 1, 4, 100, Rgba.White);
        canvas.FillRectangle(int.MaxValue, 0, int.MaxValue, 1, Rgba.White);

        Assert.Equal("....\n##..\n##..\n", Shape(canvas));
    }

    [Fact]
    public void The_edges_of_a_rectangle_lie_inside_it_and_touch_once()
    {
        Canvas canvas = new(6, 5);
        canvas.DrawRectangle(0, 0, 6, 5, new Rgba(0, 0, 0, 100));

        Assert.Equal("######\n#....#\n#....#\n#....#\n######\n", Shape(canvas));
        Assert.All(canvas.Pixels.ToArray(), pixel => Assert.True(pixel.A is 0 or 100));
    }

    [Fact]
    public void The_covered_part_of_a_pixel_decides_its_shade()
    {
        Canvas canvas = new(3, 1, Rgba.Black);
        canvas.FillPolygon([new(0.5f, 0), new(2.25f, 0), new(2.25f, 1), new(0.5f, 1)], Rgba.White);

        Assert.Equal([128, 255, 64], canvas.Pixels.ToArray().Select(pixel => (int)pixel.R)); // a half, all, a quarter
    }

    [Fact]
    public void Areas_are_those_of_the_shapes()
    {
        Assert.Equal(Math.PI * 400, Area(c => c.FillCircle(new(50.3f, 49.6f), 20, Rgba.White)), 4.0);
        Assert.Equal(30 * 40 / 2, Area(c => c.FillPolygon([new(10.2f, 10.1f), new(40.2f, 10.1f), new(10.2f, 50.1f)], Rgba.White)), 4.0);
        Assert.Equal(50 * 3, Area(c => c.DrawLine(new(10, 10), new(40, 50), Rgba.White, 3)), 2.0);
        Assert.Equal(0, Area(c => c.FillPolygon([new(1, 1), new(9, 9)], Rgba.White)));
        Assert.Equal(0, Area(c => c.FillPolygon([], Rgba.White)));
        Assert.Equal(
            100 * 100,
            Area(c => c.FillPolygon([new(-1e30f, -1e30f), new(1e30f, -1e30f), new(1e30f, 1e30f), new(-1e30f, 1e30f)], Rgba.White)));
        Assert.Equal(100 * 100, Area(c => c.FillCircle(new(50, 50), 1e20f, Rgba.White)));

        // A bow tie: the edges cross in the middle.
        Assert.Equal(2 * (40 * 20 / 2), Area(c => c.FillPolygon([new(10, 10), new(50, 50), new(50, 10), new(10, 50)], Rgba.White)), 4.0);
    }

    [Fact]
    public void Points_that_are_not_finite_are_refused()
    {
        Canvas canvas = new(2, 2);
        Assert.Throws<ArgumentException>(() => canvas.DrawLine(new(0, 0), new(float.NaN, 0), Rgba.White));
        Assert.Throws<ArgumentException>(() => canvas.FillCircle(new(float.PositiveInfinity, 0), 1, Rgba.White));
    }

    [Fact]
    public void Colours_mix_by_their_opacity()
    {
        Canvas canvas = new(1, 1, Rgba.White);
        canvas.FillRectangle(0, 0, 1, 1, new Rgba(255, 0, 0, 51));
        Assert.Equal(new Rgba(255, 204, 204), canvas[0, 0]);

        canvas.Clear(default);
        canvas.FillRectangle(0, 0, 1, 1, new Rgba(255, 0, 0, 51));
        Assert.Equal(new Rgba(255, 0, 0, 51), canvas[0, 0]);
        canvas.FillRectangle(0, 0, 1, 1, new Rgba(0, 0, 255, 51));
        Assert.Equal(new Rgba(113, 0, 142, 92), canvas[0, 0]); // alpha 0.2 + 0.8·0.2 = 0.36; red 0.16/0.36
    }

    [Fact]
    public void Grids_and_pictures_are_drawn_enlarged()
    {
        Canvas small = new(2, 2, Rgba.White);
        small[1, 0] = default;
        Canvas canvas = new(7, 5);
        canvas.Draw(1, 1, small, scale: 2);

        Assert.Equal(".......\n.##....\n.##....\n.####..\n.####..\n", Shape(canvas));
        Assert.Throws<ArgumentException>(() => canvas.DrawGrid(0, 0, new Rgba[5], 2, 1));
    }

    [Fact]
    public void Text_is_legible()
    {
        Canvas canvas = new(Canvas.TextWidth("Ep 1.5ε"), Canvas.TextHeight);
        canvas.DrawText(0, 0, "Ep 1.5ε", Rgba.White);

        Assert.Equal(
            """
            #####............#.....#####.....
            #...............##.....#.........
            #.....####.......#.....####...###
            ####..#...#......#.........#.#...
            #.....#...#......#.........#..##.
            #.....#...#......#...#.#...#.#...
            #####.####......###..#..###...###
            ......#..........................
            ......#..........................

            """.ReplaceLineEndings("\n"),
            Shape(canvas));
    }

    [Fact]
    public void Colons_stand_on_the_line_and_are_two_dots_not_two_dashes()
    {
        Canvas canvas = new(Canvas.TextWidth("a:;."), Canvas.TextHeight);
        canvas.DrawText(0, 0, "a:;.", Rgba.White);

        Assert.Equal(
            """
            ............
            ............
            .###........
            ....#.#..#..
            .####.......
            #...#......#
            .####.#..#.#
            ........#...
            ............

            """.ReplaceLineEndings("\n"),
            Shape(canvas));
    }

    [Fact]
    public void The_minus_sign_of_charts_looks_like_that_of_the_keyboard()
    {
        Canvas hyphen = new(6, Canvas.TextHeight), minus = new(6, Canvas.TextHeight);
        hyphen.DrawText(0, 0, "-", Rgba.White);
        minus.DrawText(0, 0, "\u2212", Rgba.White);

        Assert.Equal(Shape(hyphen), Shape(minus));
    }

    [Fact]
    public void Every_letter_of_a_keyboard_has_its_own_shape()
    {
        HashSet<string> shapes = [];
        for (char letter = '!'; letter <= '~'; letter++)
        {
            Canvas canvas = new(6, Canvas.TextHeight);
            canvas.DrawText(0, 0, letter.ToString(), Rgba.White);
            Assert.True(shapes.Add(Shape(canvas)), $"{letter}");
        }

        Canvas unknown = new(6, Canvas.TextHeight);
        unknown.DrawText(0, 0, "漢", Rgba.White);
        Assert.DoesNotContain(Shape(unknown), shapes);
    }

    private static double Area(Action<Canvas> draw)
    {
        Canvas canvas = new(100, 100, Rgba.Black);
        draw(canvas);
        return canvas.Pixels.ToArray().Sum(pixel => pixel.R / 255.0);
    }

    [Fact]
    public void A_picture_is_copied_as_it_is_and_cut_off_at_the_edges()
    {
        Canvas picture = new(3, 3, Rgba.Black), canvas = new(4, 4), scaled = new(4, 4);
        picture[0, 0] = picture[2, 2] = Rgba.White;

        canvas.Draw(-1, 2, picture);
        canvas.Draw(3, -2, picture);
        scaled.DrawGrid(-1, 2, picture.Pixels, 3, 1);
        scaled.DrawGrid(3, -2, picture.Pixels, 3, 1);

        Assert.Equal(scaled.Pixels.ToArray(), canvas.Pixels.ToArray());
        canvas.Draw(0, 0, new Canvas(4, 4)); // what is transparent hides nothing
        Assert.Equal(scaled.Pixels.ToArray(), canvas.Pixels.ToArray());
    }

    private static string Shape(Canvas canvas)
    {
        StringBuilder shape = new();
        for (int y = 0; y < canvas.Height; y++)
        {
            for (int x = 0; x < canvas.Width; x++)
            {
                shape.Append(canvas[x, y].A > 0 ? '#' : '.');
            }

            shape.Append('\n');
        }

        return shape.ToString();
    }
}
