using System.Net;
using System.Text.Json;
using static Epoche.Tensors.Ops;

namespace Epoche.Samples.Tests;

/// <summary>The web programs of docs/packages.md, asked by many threads at once.</summary>
public sealed class ServingTests
{
    private const int Requests = 64;

    private static readonly Dataset s_digits = DrawnCharacters.Digits(1_200, seed: 1);

    [Fact]
    public async Task A_plain_model_answers_many_requests_at_once()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("epoche-served-");
        string path = Path.Combine(folder.FullName, "digits.epoche");
        Sequential net = new Sequential { new Dense(32, Relu), new Dense(10) }.Build([784], seed: 1);
        net.Save(path);
        using Served served = new(Block(0), path);

        string[] answers = await AskAllAsync(served);

        for (int i = 0; i < Requests; i++)
        {
            Assert.Equal(Softmax(net.Call(Picture(i))).ToArray(), JsonSerializer.Deserialize<float[]>(answers[i]));
        }

        (HttpStatusCode status, string body) = await served.AskAsync((float[])[1, 2], TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.BadRequest, "\"Expected 784 pixels; received 2.\""), (status, body));
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_pool_of_predictives_answers_many_requests_at_once()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("epoche-served-");
        (DeepEnsemble networks, RefusalRule rule) = MakeRun(folder.FullName);
        using Served served = new(Block(1), folder.FullName);

        string[] answers = await AskAllAsync(served);

        string Answer(int place) => rule.Decide(Prediction.Of(networks, Picture(place), samples: 3))[0].ToString();
        string[] expected = [.. Enumerable.Range(0, Requests).Select(i => JsonSerializer.Serialize(Answer(i)))];
        Assert.Equal(expected, answers.Select(answer => answer.Replace("'", "\\u0027", StringComparison.Ordinal)));
        Assert.Contains("\"I don\\u0027t know\"", expected);
        Assert.Contains(expected, answer => answer.Length == 3); // a digit
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_plain_model_answers_files()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        DirectoryInfo folder = Directory.CreateTempSubdirectory("epoche-served-");
        string path = Path.Combine(folder.FullName, "digits.epoche");
        Sequential net = new Sequential { new Dense(32, Relu), new Dense(10) }.Build([784], seed: 1);
        ImageInput input = new() { Height = 28, Width = 28, Flat = true };
        net.Info = new() { Image = input };
        net.Save(path);
        using Served served = new(Block(2), path);

        for (int i = 0; i < 5; i++)
        {
            byte[] file = Png.Encode(input.ToImage(s_digits.Input(i)));
            (_, string answer) = await served.AskAsync(file, cancellation);
            Assert.Equal(Softmax(net.Call(input.ToTensor(ImageFile.Decode(file)))).ToArray(), JsonSerializer.Deserialize<float[]>(answer));
        }

        (HttpStatusCode status, string body) = await served.AskAsync("GIF89a"u8.ToArray(), cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("the picture: byte 6: expected a frame; found the end of the file", body, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    /// <summary>
    /// As README says: by a path from the folder of the caller, where a program of Microsoft.NET.Sdk.Web would look beside its source.
    /// </summary>
    [Fact]
    public async Task The_sample_serves_a_run_of_the_callers_folder()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("epoche-served-");
        (_, RefusalRule rule) = MakeRun(Path.Combine(folder.FullName, "runs", "refuse-0"));

        string[] command = ["run", "-c", "Release", Path.Combine(Sample.Folder, "Serve.cs"), "runs/refuse-0"];
        string line = await DotNet.FirstLineAsync(command, folder.FullName, TestContext.Current.CancellationToken);

        Assert.Equal($"{rule.Meaning} {rule.Guarantee}", line);
        folder.Delete(recursive: true);
    }

    /// <summary>What <c>epoche train refuse</c> leaves, in small.</summary>
    internal static (DeepEnsemble Networks, RefusalRule Rule) MakeRun(string folder)
    {
        DeepEnsemble networks = new([new Dense(32, Relu), new Dense(10)], [784], members: 3, seed: 1, output: Softmax);
        networks.Info = new() { Image = new() { Height = 28, Width = 28, Flat = true } };
        TrainerOptions options = new() { Optimizer = new Adam(2e-3f), Epochs = 3, Seed = 1 };
        new EnsembleTrainer(networks, s_digits, options, new() { Size = 50 }).Run().Last();
        Prediction known = Prediction.Of(networks, s_digits.Inputs(), samples: 3);
        RefusalRule rule = ThresholdRule.ForCoverage(new PredictiveEntropy(), known, coverage: 0.7);
        PredictiveFile.Save(networks, Path.Combine(folder, "model"));
        RefusalFile.Save(rule, Path.Combine(folder, "refusal"));
        return (networks, rule);
    }

    private static Fence Block(int place) =>
        Fence.On(Sample.Root, "docs/packages.md").Where(block => block.Note == "served").ElementAt(place);

    private static Tensor Picture(int place) => Tensor.Wrap(s_digits.Input(place), [1, 784]);

    private static async Task<string[]> AskAllAsync(Served served)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        (HttpStatusCode Status, string Body)[] answers = await Task.WhenAll(
            Enumerable.Range(0, Requests).Select(i => Task.Run(() => served.AskAsync(s_digits.Input(i), cancellation), cancellation)));
        Assert.All(answers, answer => Assert.True(answer.Status == HttpStatusCode.OK, answer.Body));
        return [.. answers.Select(answer => answer.Body)];
    }
}
