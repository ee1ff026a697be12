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
        Assert.True(ImageFile.Read(drawn).Width > 28 * 8);
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
        Assert.Equal(["same-3.png", "same-2-2.png"], json.RootElement.GetProperty("images").EnumerateArray().Select(
            image => Path.GetFileName(image.GetProperty("histograms").GetString())));
    }

    public static bool HoldsAllNames => OperatingSystem.IsLinux();

    [Fact(Skip = "needs names that other systems cannot hold", SkipUnless = nameof(HoldsAllNames))]
    public void Pictures_of_images_get_names_that_every_system_can_hold()
    {
        using TemporaryDirectory directory = new();
        string[] images = [.. ((string[])["a:b.png", "con.png", "Same.png", "same.png"]).Select(
            name => run.Picture(name, DoubtRun.Digit(4)))];

        CliRun call = CliRun.Of(["classify", run.Path, .. images, "--out", directory.Path]);

        Assert.True(call.ExitCode is 0 or 3, call.Error);
        Assert.Equal(
            ["Same.png", "_con.png", "a_b.png", "same-2.png"],
            Directory.GetFiles(directory.Path).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableAVX2")]
    public void Verdicts_are_the_same_for_any_vector_width(string feature)
    {
        string[] call =
        [
            "classify", run.Path, run.Picture("two.png", DoubtRun.Digit(2)), run.Picture("noise.png", DoubtRun.Noise()), "--json",
        ];
        using ChildProcess child = new(call, (feature, "0"));

        Assert.Equal(CliRun.Of(call).LastLine, child.Wait().LastLine);
    }

    [Fact]
    public void Ink_on_paper_of_any_size_is_read_as_the_model_says()
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

        string path = run.Picture("paper.png", paper), plain = run.Picture("four.png", DoubtRun.Digit(4));
        string[] yaml = File.ReadAllLines(Path.Combine(run.Path, "model", "model.yaml"));

        Assert.Contains(yaml, line => line.StartsWith("  inversion: auto", StringComparison.Ordinal));
        string expected = Probabilities(CliRun.Of("classify", run.Path, plain, "--json"));
        Assert.Equal(expected, Probabilities(CliRun.Of("classify", run.Path, path, "--json")));
        Assert.Equal(expected, Probabilities(CliRun.Of("classify", run.Path, path, "--inversion", "always", "--json")));
        Assert.NotEqual(expected, Probabilities(CliRun.Of("classify", run.Path, path, "--inversion", "none", "--json")));
    }

    [Fact]
    public void A_missing_image_is_an_error()
    {
        string path = Path.Combine(run.Path, "none.png");

        CliRun call = CliRun.Of("classify", run.Path, path);

        call.AssertFailed(1, $"There is no image '{path}'.");
    }

    [Fact]
    public void An_unknown_kind_of_inversion_is_an_error()
    {
        CliRun call = CliRun.Of("classify", run.Path, "a.png", "--inversion", "some");

        call.AssertFailed(2, "--inversion expects one of none, auto, always; received 'some'.\n  See: epoche classify --help");
    }

    /// <summary>Runs of versions before the model said what becomes of a picture: that is known of their data.</summary>
    [Fact]
    public void A_model_that_says_nothing_of_pictures_takes_those_of_its_data()
    {
        using TemporaryDirectory directory = new();
        string older = directory["older"], picture = run.Picture("older.png", DoubtRun.Digit(5));
        foreach (string path in Directory.EnumerateFiles(run.Path, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(older, Path.GetRelativePath(run.Path, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
        }

        string yaml = Path.Combine(older, "model", "model.yaml");
        string[] lines = File.ReadAllLines(yaml);
        int image = Array.FindIndex(lines, line => line.StartsWith("image:", StringComparison.Ordinal));
        int end = Array.FindIndex(lines, image + 1, line => !line.StartsWith(' '));
        File.WriteAllLines(yaml, [.. lines[..image].Select(line => line.Replace("version: 2", "version: 1")), .. lines[end..]]);

        CliRun before = CliRun.Of("classify", older, picture, "--json"), now = CliRun.Of("classify", run.Path, picture, "--json");

        Assert.True(before.ExitCode is 0 or 3, before.Error);
        Assert.Equal(Probabilities(now), Probabilities(before));
    }

    [Fact]
    public void Each_of_several_images_has_its_own_answer_or_error()
    {
        string good = run.Picture("good.png", DoubtRun.Digit(4)), cut = run.Picture("cut.png", DoubtRun.Digit(4));
        string none = Path.Combine(run.Path, "none.png");
        byte[] whole = File.ReadAllBytes(cut);
        File.WriteAllBytes(cut, whole[..^20]);

        CliRun call = CliRun.Of("classify", run.Path, none, good, cut, "--json");

        Assert.Equal(1, call.ExitCode);
        string problem = $"{cut}: byte 33: expected a chunk; found the end of the file, at byte {whole.Length - 20}; it is cut short: "
            + "copy or download it again";
        Assert.Equal(
            [$"error: There is no image '{none}'.", $"error: {problem}"],
            call.Error.ReplaceLineEndings("\n").Split('\n').Where(line => line.StartsWith("error", StringComparison.Ordinal)));
        using JsonDocument json = JsonDocument.Parse(call.LastLine);
        JsonElement[] images = [.. json.RootElement.GetProperty("images").EnumerateArray()];
        Assert.Equal([good, none, cut], images.Select(image => image.GetProperty("image").GetString()));
        Assert.True(images[0].TryGetProperty("answer", out _));
        Assert.Equal($"There is no image '{none}'.", images[1].GetProperty("error").GetString());
    }

    [Fact]
    public void An_image_that_looks_inverted_or_off_centre_gets_a_hint()
    {
        float[] pixels = DrawnCharacters.Digits(5, seed: 9).Input(4).ToArray();
        Canvas inverted = DoubtRun.Picture([.. pixels.Select(p => 1 - p)]);
        float[] moved = new float[784];
        for (int row = 0; row < 20; row++)
        {
            pixels.AsSpan((row + 8) * 28, 28).CopyTo(moved.AsSpan(row * 28)); // the digit's lower rows, eight up
        }

        string light = run.Picture("light.png", inverted), corner = run.Picture("corner.png", DoubtRun.Picture(moved));
        string plain = run.Picture("plain.png", DoubtRun.Digit(4));
        Assert.Contains(
            $"Hint: '{light}' looks inverted: for dark ink on light paper use --inversion auto.",
            CliRun.Of("classify", run.Path, light, "--inversion", "none").Out);
        Assert.Contains(
            $"Hint: '{plain}' looks inverted: light ink on dark paper needs no --inversion always.",
            CliRun.Of("classify", run.Path, plain, "--inversion", "always").Out);
        Assert.Contains(
            $"Hint: '{corner}' is off centre: move its ink to the middle, as that of the images learned from "
                + "is.", CliRun.Of("classify", run.Path, corner).Out);
        Assert.DoesNotContain("Hint", CliRun.Of("classify", run.Path, plain, light).Out);
    }

    [Fact]
    public void A_run_that_cannot_refuse_is_an_error()
    {
        using TemporaryDirectory directory = new();
        CliRun.Of(
            "train",
            "cartpole",
            "--steps",
            "1100",
            "--set",
            "network.hidden=[4]",
            "--set",
            "evaluation.final_episodes=1",
            "--runs",
            directory.Path,
            "--quiet");

        foreach (string[] call in (string[][])[["classify", directory["cartpole-0"], "x.png"], ["doubt", directory["cartpole-0"]]])
        {
            CliRun refused = CliRun.Of(call);
            refused.AssertFailed(
                2,
                $"The run '{directory["cartpole-0"]}' cannot say \"I don't know\": its recipe is not of kind bayesian. "
                + "The recipes refuse, mnist-refuse, mnist-bnn and mnist-bnn-reference are: 'epoche train refuse' needs no data.");
        }
    }

    [Fact]
    public void An_image_is_needed()
    {
        CliRun call = CliRun.Of("classify", run.Path);

        call.AssertFailed(
            2,
            "'epoche classify' needs IMAGE: PNG, JPEG, GIF or BMP files of any size, grey or colour; several give a line each. "
            + "Of a run that learned from a table: a CSV file.\n"
            + "  See: epoche classify --help");
    }

    private static string Probabilities(CliRun call)
    {
        using JsonDocument json = JsonDocument.Parse(call.LastLine);
        return json.RootElement.GetProperty("images")[0].GetProperty("probabilities").GetRawText();
    }
}
