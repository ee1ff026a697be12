using System.Numerics;
using Epoche.Tracking.Tests.Support;

namespace Epoche.Tracking.Tests.Pictures;

public sealed class GifTests
{
    private static readonly TimeSpan s_tenth = TimeSpan.FromMilliseconds(100);

    [Theory]
    [InlineData(1, 1, 2)]
    [InlineData(7, 5, 3)]
    [InlineData(64, 48, 16)]
    [InlineData(200, 150, 253)]
    public void Frames_of_up_to_255_colours_are_exact(int width, int height, int colours)
    {
        Rng rng = Rng.Stream(3, "gif", colours);
        GifWriter writer = new(width, height);
        List<int[]> drawn = [];
        Canvas frame = new(width, height, Rgba.White);
        for (int i = 0; i < 6; i++)
        {
            for (int j = rng.NextInt(width * height) + 1; j > 0; j--)
            {
                frame[rng.NextInt(width), rng.NextInt(height)] = Rgba.Hex(0x010203u * (uint)rng.NextInt(colours));
            }

            frame[0, 0] = Rgba.Hex((uint)(i % 2));
            writer.Add(frame, s_tenth);
            drawn.Add(Colours(frame));
        }

        GifDecoder gif = GifDecoder.Decode(writer.ToArray());

        Assert.True(gif.Loops);
        Assert.Equal(drawn, gif.Frames.Select(f => f.Pixels));
        Assert.All(gif.Frames, f => Assert.Equal((10, false), (f.Delay, f.OwnTable)));
    }

    [Fact]
    public void Noise_fills_the_table_of_codes_again_and_again()
    {
        Rng rng = Rng.Stream(4, "noise");
        Canvas frame = new(300, 300);
        foreach (ref Rgba pixel in frame.Pixels)
        {
            pixel = Rgba.Grey((byte)rng.NextInt(255));
        }

        GifWriter writer = new(300, 300, loops: false);
        writer.Add(frame, s_tenth);
        GifDecoder gif = GifDecoder.Decode(writer.ToArray());

        Assert.False(gif.Loops);
        Assert.Equal(Colours(frame), Assert.Single(gif.Frames).Pixels);
    }

    [Fact]
    public void Long_runs_of_what_stays_are_exact()
    {
        Rng rng = Rng.Stream(5, "runs");
        GifWriter writer = new(400, 300);
        Canvas frame = new(400, 300, Rgba.Grey(7));
        List<int[]> drawn = [];
        for (int i = 0; i < 12; i++)
        {
            // Few changes far apart, then so many that the table of codes is filled again and again.
            for (int j = rng.NextInt(i < 6 ? 5 : 5_000); j >= 0; j--)
            {
                frame[rng.NextInt(400), rng.NextInt(300)] = Rgba.Grey((byte)rng.NextInt(40));
            }

            (frame[0, 0], frame[399, 299]) = (Rgba.Grey((byte)(100 + i)), Rgba.Grey((byte)(120 + i)));
            writer.Add(frame, s_tenth);
            drawn.Add(Colours(frame));
        }

        Assert.Equal(drawn, GifDecoder.Decode(writer.ToArray()).Frames.Select(f => f.Pixels));
    }

    [Fact]
    public void Every_length_of_the_code_stream_ends_well()
    {
        // Lengths around those where codes grow by a bit or the table is full.
        Rng rng = Rng.Stream(5, "lengths");
        for (int width = 1; width < 5000; width = width < 300 ? width + 1 : width + 97)
        {
            Canvas frame = new(width, 1);
            foreach (ref Rgba pixel in frame.Pixels)
            {
                pixel = Rgba.Grey((byte)rng.NextInt(4));
            }

            GifWriter writer = new(width, 1);
            writer.Add(frame, s_tenth);

            Assert.Equal(Colours(frame), Assert.Single(GifDecoder.Decode(writer.ToArray()).Frames).Pixels);
        }
    }

    [Fact]
    public void A_frame_of_many_colours_gets_a_table_of_its_own_and_stays_close()
    {
        Canvas smooth = new(120, 120);
        for (int i = 0; i < smooth.Pixels.Length; i++)
        {
            smooth.Pixels[i] = new Rgba((byte)(2 * (i % 120)), (byte)(2 * (i / 120)), 100);
        }

        GifWriter writer = new(120, 120);
        writer.Add(new Canvas(120, 120, Rgba.Black), s_tenth);
        writer.Add(smooth, s_tenth);
        GifDecoder gif = GifDecoder.Decode(writer.ToArray());

        Assert.Equal([false, true], gif.Frames.Select(f => f.OwnTable));
        double error = gif.Frames[1].Pixels
            .Zip(Colours(smooth), (a, b) => Math.Abs((a >> 16) - (b >> 16)) + Math.Abs(((a >> 8) & 255) - ((b >> 8) & 255))).Average();
        Assert.InRange(error, 0, 10);
    }

    [Fact]
    public void Times_are_kept_and_frames_that_change_nothing_take_no_room()
    {
        GifWriter writer = new(4, 4);
        Canvas black = new(4, 4, Rgba.Black), white = new(4, 4, Rgba.White);
        foreach (Canvas frame in (Canvas[])[black, black, white, white, white, black])
        {
            writer.Add(frame, TimeSpan.FromMilliseconds(25));
        }

        GifDecoder gif = GifDecoder.Decode(writer.ToArray());

        Assert.Equal([5, 8, 2], gif.Frames.Select(f => f.Delay)); // 50, 75 and 25 ms, each end rounded
        Assert.Equal(3, writer.Frames);
    }

    [Fact]
    public void Frames_too_fast_for_the_format_are_thinned_out_and_the_film_keeps_its_length()
    {
        GifWriter writer = new(2, 1);
        for (int i = 0; i < 120; i++)
        {
            writer.Add(new Canvas(2, 1, Rgba.Grey((byte)i)), TimeSpan.FromSeconds(1 / 120.0));
        }

        GifDecoder gif = GifDecoder.Decode(writer.ToArray());

        Assert.Equal(100, gif.Frames.Sum(f => f.Delay));
        Assert.All(gif.Frames, f => Assert.True(f.Delay >= 2));
        Assert.InRange(gif.Frames.Count, 40, 50);
    }

    [Fact]
    public void A_long_pause_lasts_as_long_as_it_was_meant_to()
    {
        GifWriter writer = new(3, 3);
        writer.Add(new Canvas(3, 3, Rgba.Black), TimeSpan.FromSeconds(1500));
        writer.Add(new Canvas(3, 3, Rgba.White), s_tenth);

        GifDecoder gif = GifDecoder.Decode(writer.ToArray());

        Assert.Equal(150_010, gif.Frames.Sum(f => f.Delay));
        Assert.Equal(new int[9], gif.Frames[^2].Pixels);
    }

    [Fact]
    public void A_film_of_a_game_is_small()
    {
        GifWriter writer = new(600, 400);
        Canvas frame = new(600, 400);
        for (int i = 0; i < 200; i++)
        {
            float x = 100 + (2 * i);
            frame.Clear(Rgba.White);
            frame.FillRectangle(0, 300, 600, 2, Rgba.Black);
            frame.FillRectangle((int)x - 25, 285, 50, 30, Rgba.Hex(0x222222));
            frame.DrawLine(new Vector2(x, 290), new Vector2(x + (i % 20), 170), Rgba.Hex(0xCA9865), 10);
            frame.FillCircle(new Vector2(x, 290), 5, Rgba.Hex(0x8184CC));
            writer.Add(frame, TimeSpan.FromMilliseconds(20));
        }

        byte[] film = writer.ToArray();

        Assert.InRange(film.Length, 1, 200 * 1024);
        Assert.All(GifDecoder.Decode(film).Frames, f => Assert.False(f.OwnTable));
    }

    [Fact]
    public void Misuse_is_explained()
    {
        GifWriter writer = new(3, 3);
        Assert.Throws<InvalidOperationException>(writer.ToArray);
        Assert.Throws<ArgumentException>(() => writer.Add(new Canvas(3, 2), s_tenth));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Add(new Canvas(3, 3), TimeSpan.Zero));
        writer.Add(new Canvas(3, 3), s_tenth);
        Assert.Equal(writer.ToArray(), writer.ToArray());
        Assert.Throws<InvalidOperationException>(() => writer.Add(new Canvas(3, 3), s_tenth));
    }

    private static int[] Colours(Canvas canvas) => [.. canvas.Pixels.ToArray().Select(p => (p.R << 16) | (p.G << 8) | p.B)];
}
