namespace Epoche.Reinforcement.Tests;

public sealed class DrawingTests
{
    private static readonly Rgba s_orange = Rgba.Hex(0xFFA24D), s_blue = Rgba.Hex(0x5AA2FF), s_night = Rgba.Hex(0x131A26);

    public static TheoryData<string> Names => [.. EnvironmentRegistry.All.Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_environment_draws_its_observations_on_canvases_of_any_size(string name)
    {
        EnvironmentEntry entry = EnvironmentRegistry.Find(name);
        IDrawable game = entry.Picture!;
        Rng rng = Rng.Stream(1, "drawing");
        float[] observation = new float[entry.Spec.Observation.ElementCount];
        entry.Create().Reset(ref rng, observation);

        foreach ((int width, int height) in ((int, int)[])[(1, 1), (7, 30), (300, 200)])
        {
            Canvas canvas = new(width, height), again = new(width, height, Rgba.White);
            game.Draw(observation, canvas);
            game.Draw(observation, again);
            Assert.True(canvas.Bytes.SequenceEqual(again.Bytes)); // what was there is gone
            Assert.DoesNotContain(canvas.Pixels.ToArray(), pixel => pixel.A != 255);
        }

        Assert.True(game.StepSeconds > 0 && game.AspectRatio > 0);
        Assert.Contains(game.ActionNames.Count, entry.Spec.Actions.IsDiscrete ? (int[])[entry.Spec.Actions.Count] : [0, 3]);
        int count = entry.Spec.Observation.ElementCount;
        Assert.Equal(
            $"{entry.Name} draws one observation of {count} numbers; received {count + 1}. Of stacked frames, draw the newest: "
            + "FrameStack.Newest. (Parameter 'observation')",
            Assert.Throws<ArgumentException>(() => game.Draw(new float[count + 1], new Canvas(9, 9))).Message);
    }

    [Theory]
    [InlineData(0f, 0.2f, 1)]
    [InlineData(0f, -0.2f, -1)]
    [InlineData(1f, 0.2f, 1)]
    public void The_pole_leans_to_the_side_of_its_angle_and_the_cart_stands_where_it_is(float position, float angle, int side)
    {
        Canvas canvas = new(384, 240);

        new CartPole().Draw([position, 0, angle, 0], canvas);

        double cart = Mean(canvas, s_blue).X, tip = Topmost(canvas, s_orange);
        Assert.Equal(192 + (position * 384 / 5.28), cart, 1.0);
        Assert.Equal(side, Math.Sign(tip - cart));
        Assert.Equal(Math.Abs(Math.Sin(angle)) * 384 / 5.28, Math.Abs(tip - cart), 6.0); // a pole of one meter
    }

    [Fact]
    public void An_upright_pendulum_points_up_and_a_positive_angle_turns_to_the_left()
    {
        Canvas up = new(200, 200), left = new(200, 200);
        Pendulum pendulum = new();

        pendulum.Draw([1, 0, 0], up);
        pendulum.Draw([0, 1, 0], left);

        Assert.True(Mean(up, s_orange).Y < 80);
        Assert.True(Mean(left, s_orange).X < 80);
    }

    [Fact]
    public void Catch_and_Cave_show_their_cells()
    {
        float[] field = new float[64];
        (field[10], field[57]) = (0.5f, 1); // a ball in row 1, column 2; the bar's cell in row 7, column 1
        Canvas canvas = new(80, 80);

        new Catch().Draw(field, canvas);

        Assert.Equal(s_orange, canvas[25, 15]);
        Assert.Equal(s_blue, canvas[15, 75]);
        float[] cave = new float[48 * 48];
        (cave[0], cave[(20 * 48) + 8]) = (0.5f, 1);
        Canvas screen = new(96, 96);

        new Cave().Draw(cave, screen);

        Assert.Equal(s_orange, screen[17, 41]);
        Assert.Equal(s_night, screen[50, 50]);
        Assert.NotEqual(s_night, screen[0, 0]);
    }

    private static (double X, double Y) Mean(Canvas canvas, Rgba colour)
    {
        (double X, double Y)[] points = [.. Points(canvas, colour)];
        return (points.Average(p => p.X), points.Average(p => p.Y));
    }

    private static double Topmost(Canvas canvas, Rgba colour) => Points(canvas, colour).MinBy(p => p.Y).X;

    private static IEnumerable<(double X, double Y)> Points(Canvas canvas, Rgba colour) =>
        from y in Enumerable.Range(0, canvas.Height)
        from x in Enumerable.Range(0, canvas.Width)
        where canvas[x, y] == colour
        select (x + 0.5, y + 0.5);
}
