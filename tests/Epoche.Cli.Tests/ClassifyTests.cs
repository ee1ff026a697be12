using System.Text.Json;

namespace Epoche.Cli.Tests;

/// <summary><c>epoche classify</c>, as a user meets it.</summary>
public sealed class ClassifyTests(DoubtRun run)
{
    [Fact]
    public void A_digit_is_answered_and_its_histograms_are_shown_and_drawn()
    {
        string seven = run.Picture("seven.png", DoubtRun.Digit(7));

        CliRun call = CliRun.Of("classify", run.Path, seven);

        Assert.Equal(0, call.ExitCode);
        Assert.Matches(@"seven\.png +7  \d", call.Out);
        Assert.Contains("  7 │", call.Out);
        Assert.Contains("│ ◀", call.Out);
        string drawn = Path.Combine(run.Path, "classified", "seven.png");
        Assert.Contains($"Histograms: {drawn}", call.Out);
        Assert.True(Png.Read(drawn).Width > 28 * 8);
    }

    [Fact]
    public void Noise_is_refused_with_an_exit_code_of_its_own()
    {
        CliRun call = CliRun.Of("classify", run.Path, run.Picture("noise.png", DoubtRun.Noise()));

        Assert.Equal(3, call.ExitCode);
        Assert.Contains("I don't know", call.Out);
        Assert.Contains("likeliest", call.Out);
        Assert.DoesNotContain("◀", call.Out);
    }

    [Fact]
    public void Several_images_get_a_line_each_and_one_refusal_is_a_refusal()
    {
        string[] digits = [run.Picture("zero.png", DoubtRun.Digit(0)), run.Picture("one.png", DoubtRun.Digit(1))];

        CliRun known = CliRun.Of(["classify", run.Path, .. digits]);
        CliRun mixed = CliRun.Of(["classify", run.Path, .. digits, run.Picture("noise.png", DoubtRun.Noise()), "--json"]);

        Assert.Equal(0, known.ExitCode);
        Assert.Equal(3, known.Out.TrimEnd().Split('\n').Length); // two answers, and where the pictures are
        Assert.Equal(3, mixed.ExitCode);
        using JsonDocument json = JsonDocument.Parse(mixed.LastLine);
        JsonElement[] images = [.. json.RootElement.GetProperty("images").EnumerateArray()];
        Assert.Equal(["0", "1", "I don't know"], images.Select(image => image.GetProperty("answer").GetString()));
        Assert.Equal([false, false, true], images.Select(image => image.GetProperty("refused").GetBoolean()));
        Assert.Equal(1, images[0].GetProperty("probabilities").EnumerateObject().Sum(p => p.Value.GetDouble()), 1e-5);
        Assert.All(images, image => Assert.True(File.Exists(image.GetProperty("histograms").GetString())));
    }

    /// <summary>The picture of same.png would be called same-2.png beside it, which is the other image.</summary>
    [Fact]
    public void No_image_is_overwritten_by_a_picture()
    {
        string[] images = [run.Picture("same.png", DoubtRun.Digit(0)), run.Picture("same-2.png", DoubtRun.Digit(1))];
        byte[][] before = [.. images.Select(File.ReadAllBytes)];

        CliRun call = CliRun.Of(["classify", run.Path, .. images, "--out", Path.GetDirectoryName(images[0])!, "--json"]);

        Assert.Equal(0, call.ExitCode);
        Assert.Equal(before, images.Select(File.ReadAllBytes));
        using JsonDocument json = JsonDocument.Parse(call.LastLine);
        Assert.Equal(["same-3.png", "same-2-2.png"], json.RootElement.GetProperty("images").EnumerateArray().Select(image => Path.GetFileName(image.GetProperty("histograms").GetString())));
    }

    [Theory]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableAVX2")]
    public void Verdicts_are_the_same_for_any_vector_width(string feature)
    {
        string[] call = ["classify", run.Path, run.Picture("two.png", DoubtRun.Digit(2)), run.Picture("noise.png", DoubtRun.Noise()), "--json"];
        using ChildProcess child = new(call, (feature, "0"));

        Assert.Equal(CliRun.Of(call).LastLine, child.Wait().LastLine);
    }

    [Fact]
    public void Ink_on_paper_of_any_size_is_read_where_that_is_asked_for()
    {
        Canvas digit = DoubtRun.Digit(4), paper = new(56, 56, Rgba.White);
        for (int y = 0; y < 56; y++)
        {
            for (int x = 0; x < 56; x++)
            {
                byte ink = (byte)(255 - digit[x / 2, y / 2].R);
                paper[x, y] = new Rgba(ink, ink, ink);
            }
        }

        string path = run.Picture("paper.png", paper);

        CliRun call = CliRun.Of("classify", run.Path, path, "--invert", "--resize", "--json");
        CliRun plain = CliRun.Of("classify", run.Path, run.Picture("four.png", DoubtRun.Digit(4)), "--json");

        Assert.Equal(Probabilities(plain), Probabilities(call));
    }

    [Theory]
    [InlineData(32, 28, "is 32 × 28 pixels; the model takes 28 × 28. Scale it, or let --resize do it.")]
    [InlineData(0, 0, "There is no image")]
    public void A_wrong_image_is_told(int width, int height, string message)
    {
        string path = width == 0 ? Path.Combine(run.Path, "none.png") : run.Picture("wrong.png", new Canvas(width, height, Rgba.Black));

        CliRun call = CliRun.Of("classify", run.Path, path);

        Assert.Equal(1, call.ExitCode);
        Assert.Contains(message, call.Error);
    }

    [Fact]
    public void Each_of_several_images_has_its_own_answer_or_error()
    {
        string good = run.Picture("good.png", DoubtRun.Digit(4)), wide = run.Picture("wide.png", new Canvas(32, 28, Rgba.Black)), none = Path.Combine(run.Path, "none.png");

        CliRun call = CliRun.Of("classify", run.Path, none, good, wide, "--json");

        Assert.Equal(1, call.ExitCode);
        Assert.Equal(
            [$"error: There is no image '{none}'.", $"error: '{wide}' is 32 × 28 pixels; the model takes 28 × 28. Scale it, or let --resize do it."],
            call.Error.Split('\n').Where(line => line.StartsWith("error", StringComparison.Ordinal)));
        using JsonDocument json = JsonDocument.Parse(call.LastLine);
        JsonElement[] images = [.. json.RootElement.GetProperty("images").EnumerateArray()];
        Assert.Equal([good, none, wide], images.Select(image => image.GetProperty("image").GetString()));
        Assert.True(images[0].TryGetProperty("answer", out _));
        Assert.Equal($"There is no image '{none}'.", images[1].GetProperty("error").GetString());
    }

    [Fact]
    public void An_image_that_looks_inverted_or_off_centre_gets_a_hint()
    {
        float[] pixels = DrawnCharacters.Digits(5, seed: 9).Input(4).ToArray();
        Canvas inverted = Doubt.HistogramPicture.Image([.. pixels.Select(p => 1 - p)], 28);
        float[] moved = new float[784];
        for (int row = 0; row < 20; row++)
        {
            pixels.AsSpan((row + 8) * 28, 28).CopyTo(moved.AsSpan(row * 28)); // the digit's lower rows, eight up
        }

        string light = run.Picture("light.png", inverted), corner = run.Picture("corner.png", Doubt.HistogramPicture.Image(moved, 28)), plain = run.Picture("plain.png", DoubtRun.Digit(4));
        Assert.Contains($"Hint: '{light}' looks inverted: for dark ink on light paper use --invert.", CliRun.Of("classify", run.Path, light).Out);
        Assert.Contains($"Hint: '{plain}' looks inverted: light ink on dark paper needs no --invert.", CliRun.Of("classify", run.Path, plain, "--invert").Out);
        Assert.Contains($"Hint: '{corner}' is off centre", CliRun.Of("classify", run.Path, corner).Out);
        Assert.DoesNotContain("Hint", CliRun.Of("classify", run.Path, plain).Out);
    }

    [Fact]
    public void A_wrong_depth_is_told()
    {
        string path = run.Picture("deep.png", DoubtRun.Digit(3));
        byte[] file = File.ReadAllBytes(path);
        file[24] = 16; // the depth in the header
        uint sum = Checksum(file.AsSpan(12, 17));
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(29), sum);
        File.WriteAllBytes(path, file);

        CliRun call = CliRun.Of("classify", run.Path, path);

        Assert.Equal(1, call.ExitCode);
        Assert.Contains("8 bits a channel", call.Error);
        Assert.Contains("16 bits", call.Error);
    }

    [Fact]
    public void A_run_that_cannot_refuse_is_told()
    {
        using TemporaryDirectory directory = new();
        CliRun.Of("train", "cartpole", "--steps", "1100", "--set", "network.hidden=[4]", "--set", "evaluation.final_episodes=1", "--runs", directory.Path, "--quiet");

        foreach (string[] call in (string[][])[["classify", directory["cartpole-0"], "x.png"], ["doubt", directory["cartpole-0"]]])
        {
            CliRun refused = CliRun.Of(call);
            Assert.Equal(2, refused.ExitCode);
            Assert.Contains("cannot say \"I don't know\": its recipe is not of kind bayesian", refused.Error);
        }
    }

    [Fact]
    public void An_image_is_needed()
    {
        CliRun call = CliRun.Of("classify", run.Path);

        Assert.Equal(2, call.ExitCode);
        Assert.Contains("'epoche classify' needs IMAGE.png", call.Error);
    }

    private static string Probabilities(CliRun call)
    {
        using JsonDocument json = JsonDocument.Parse(call.LastLine);
        return json.RootElement.GetProperty("images")[0].GetProperty("probabilities").GetRawText();
    }

    /// <summary>CRC-32 as PNG has it, bit by bit.</summary>
    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint sum = 0xFFFF_FFFF;
        foreach (byte b in bytes)
        {
            sum ^= b;
            for (int i = 0; i < 8; i++)
            {
                sum = (sum >> 1) ^ ((sum & 1) * 0xEDB8_8320);
            }
        }

        return ~sum;
    }
}
