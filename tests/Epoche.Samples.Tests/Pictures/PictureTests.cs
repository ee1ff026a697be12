using System.Net;
using System.Text.Json;
using Epoche.Images.Tests;

namespace Epoche.Samples.Tests.Pictures;

/// <summary>One way from the bytes of a file to the input of a model, for <c>epoche classify</c>, for Serve.cs and for programs.</summary>
public sealed class PictureTests
{
    // What the SDK for web programs adds to every file; the sample is compiled without it.
    private const string WebUsings =
        "using Microsoft.AspNetCore.Builder; using Microsoft.AspNetCore.Hosting; using Microsoft.AspNetCore.Http; "
        + "using Microsoft.Extensions.Logging;\n";

    private static readonly string[] s_training =
    [
        "--steps", "500", "--set", "network.hidden=[32]", "--set", "ensemble.members=2", "--set", "refusal.distance_examples=500",
        "--set", "validation_examples=2000", "--quiet",
    ];

    private static readonly string[] s_bombs =
    [
        "png of 2³¹ − 1 rows", "png with too little data", "png, interlaced, with too little data", "png, interlaced, of one pixel",
        "gif with a screen of 65535 × 65535", "bmp of 2³¹ − 1 × 2³¹ − 1", "bmp of 5792 × 5792 in runs", "jpeg of 65535 × 65535",
        "jpeg of 10000 scans",
    ];

    private static readonly string[] s_formats = ["png", "bmp", "gif", "jpeg"];

    // What a verdict says, and what the pictures show that have it.
    private static readonly Dictionary<string, string> s_expected = new() { ["7"] = "seven", ["0"] = "zero", ["I don't know"] = "noise" };

    [Fact]
    public Task A_file_gets_one_verdict_from_the_command_from_a_server_and_from_a_program() => CompareAsync(share: 7);

    [Fact]
    [Trait("category", "soak")] // the command draws some eight hundred pictures
    public Task Every_file_gets_one_verdict_from_the_command_from_a_server_and_from_a_program() => CompareAsync(share: 1);

    private static async Task CompareAsync(int share)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        DirectoryInfo folder = Directory.CreateTempSubdirectory("epoche-pictures-");
        string command = Path.Combine(AppContext.BaseDirectory, "epoche.dll"), run = Path.Combine(folder.FullName, "runs", "refuse");
        await DotNet.RunAsync(
            ["exec", command, "train", "refuse", "--name", "refuse", "--runs", Path.GetDirectoryName(run)!, .. s_training],
            folder.FullName,
            cancellation);
        List<Picture> pictures = [.. PictureFiles.All().Where((picture, i) => i % share == 0 || picture.IsFixture)];
        Assert.All(s_formats, format => Assert.Contains(pictures, picture => picture.File.Contains(format, StringComparison.Ordinal)));
        pictures.ForEach(picture => File.WriteAllBytes(Path.Combine(folder.FullName, picture.File), picture.Bytes));

        Program program = new(run);
        Answer[] answers = [.. pictures.Select(picture => program.Classify(Path.Combine(folder.FullName, picture.File)))];
        Answer[] called = await CallAsync(command, run, folder.FullName, [.. pictures.Select(picture => picture.File)], cancellation);
        using Served served = new(Serve(), run);
        for (int i = 0; i < pictures.Count; i++)
        {
            (HttpStatusCode status, string body) = await served.AskAsync(pictures[i].Bytes, cancellation);
            Assert.True(status == HttpStatusCode.OK, body);
            Answer answer = JsonSerializer.Deserialize<Answer>(body, JsonSerializerOptions.Web)!;
            Assert.True(answer.Equals(answers[i]), $"{pictures[i].File}: {answer} of the server, {answers[i]} of the program");
            Assert.True(called[i].Equals(answers[i]), $"{pictures[i].File}: {called[i]} of the command, {answers[i]} of the program");
        }

        // Where the kind of the file keeps the pixels, the numbers are those of the pixels themselves; elsewhere the verdict is the same.
        Dictionary<string, string> verdicts = [];
        foreach ((Picture picture, Answer answer) in pictures.Zip(answers).Where(pair => pair.First.Seen is not null))
        {
            Answer expected = program.Classify(picture.Seen!);
            Assert.True(answer.Equals(expected), $"{picture.File}: {answer}, but {expected} of its pixels");
            verdicts.TryAdd(picture.Name, answer.Text);
        }

        Assert.All(
            pictures.Zip(answers),
            pair => Assert.Equal($"{pair.First.File}: {verdicts[pair.First.Name]}", $"{pair.First.File}: {pair.Second.Text}"));
        Assert.All(verdicts, verdict => Assert.StartsWith(s_expected[verdict.Value], verdict.Key, StringComparison.Ordinal));
        Assert.Equal(s_expected.Keys, verdicts.Values.Distinct());
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task The_server_refuses_what_cannot_be_read()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        DirectoryInfo folder = Directory.CreateTempSubdirectory("epoche-pictures-");
        ServingTests.MakeRun(folder.FullName);
        using Served served = new(Serve(), folder.FullName);

        (HttpStatusCode status, string body) = await served.AskAsync("no picture"u8.ToArray(), cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("the picture: byte 0: expected a PNG, JPEG, GIF or BMP file", body, StringComparison.Ordinal);
        foreach (string bomb in s_bombs)
        {
            (Func<byte[]> make, string outcome) = Bombs.Files[bomb];
            (status, body) = await served.AskAsync(make(), cancellation);
            Assert.Equal((bomb, HttpStatusCode.BadRequest), (bomb, status));
            string reason = JsonSerializer.Deserialize<string>(body)!;
            bool isLarge = reason.Contains("expected 1 to 12582912 pixels", StringComparison.Ordinal); // which is looked at first
            Assert.True(isLarge || reason.Contains(outcome, StringComparison.Ordinal), reason);
        }

        folder.Delete(recursive: true);
    }

    internal static string Serve()
    {
        string[] lines = File.ReadAllLines(Path.Combine(Sample.Folder, "Serve.cs"));
        return WebUsings + string.Join('\n', lines.Where(line => !line.StartsWith("#:", StringComparison.Ordinal)));
    }

    private static async Task<Answer[]> CallAsync(string command, string run, string folder, string[] files, CancellationToken cancellation)
    {
        (int exitCode, string[] lines, string all) =
            await DotNet.CallAsync(["exec", command, "classify", run, .. files, "--json", "--out", "drawn"], folder, cancellation);
        Assert.True(exitCode == 3, all); // some are refused
        using JsonDocument json = JsonDocument.Parse(lines[^1]);
        return [.. json.RootElement.GetProperty("images").EnumerateArray().Select(image => new Answer(
            image.GetProperty("answer").GetString()!,
            image.GetProperty("refused").GetBoolean(),
            image.GetProperty("doubt").GetSingle(),
            [.. image.GetProperty("probabilities").EnumerateObject().Select(each => each.Value.GetSingle())]))];
    }

    /// <summary>As docs/models.md has it.</summary>
    private sealed class Program(string run)
    {
        private readonly Predictive _model = PredictiveFile.Load(Path.Combine(run, "model"));
        private readonly RefusalRule _rule = RefusalFile.Load(Path.Combine(run, "refusal"));

        public Answer Classify(string path) => Classify(_model.Info.Image!.ToTensor(ImageFile.Read(path)));

        /// <summary>Of pixels as the network takes them: no file, and no library of pictures.</summary>
        public Answer Classify(byte[] pixels) => Classify(Tensor.Wrap([.. pixels.Select(pixel => pixel / 255f)], [1, pixels.Length]));

        private Answer Classify(Tensor x)
        {
            Prediction prediction = Prediction.Of(_model, x, samples: 2);
            Verdict verdict = _rule.Decide(prediction)[0];
            return new(verdict.ToString(), verdict.IsRefused, verdict.Doubt, prediction.Mean.ToArray());
        }
    }

    private sealed record Answer(string Text, bool IsRefused, float Doubt, float[] Probabilities)
    {
        public bool Equals(Answer? other) => other is not null && (Text, IsRefused, Doubt) == (other.Text, other.IsRefused, other.Doubt)
            && Probabilities.SequenceEqual(other.Probabilities);

        public override int GetHashCode() => HashCode.Combine(Text, IsRefused, Doubt);
    }
}
