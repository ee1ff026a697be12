#:sdk Microsoft.NET.Sdk.Web
#:property EnableDefaultRunWorkingDirectory=false
#:project ../src/Epoche.Probability
// An endpoint that says what a picture shows, or "I don't know".  Train and serve a classifier:  ./epoche train refuse
// and  dotnet run -c Release samples/Serve.cs runs/refuse-0      Ask it:  curl --data-binary @seven.png http://localhost:5000/classify
// Without a run it makes a small classifier, asks itself twice, and ends.
using Epoche;
using static Epoche.Tensors.Ops;

string run = args.Length > 0 ? args[0] : MakeRun(); // the folder of the caller, not of this file: the property above says so
Predictive model = PredictiveFile.Load(Path.Combine(run, "model"));
RefusalRule rule = RefusalFile.Load(Path.Combine(run, "refusal"));
int samples = model is DeepEnsemble ensemble ? ensemble.Members.Count : 100;

WebApplicationBuilder builder = WebApplication.CreateBuilder();
builder.Logging.ClearProviders();
WebApplication app = builder.Build();
app.Urls.Add(args.Length > 0 ? "http://localhost:5000" : "http://127.0.0.1:0");
app.MapPost("/classify", async (HttpRequest request) =>
{
    using MemoryStream body = new();
    await request.Body.CopyToAsync(body);
    try
    {
        PngImage image = Png.Decode(body.ToArray(), "the picture");
        return (image.Width, image.Height, image.Channels) == (28, 28, 1)
            ? Results.Ok(Classify(Tensor.Of([.. image.Pixels.Select(pixel => pixel / 255f)], [1, 784])))
            : Results.BadRequest($"Expected 28 × 28 pixels of grey; received {image.Width} × {image.Height} with {image.Channels} channels.");
    }
    catch (DataFormatException exception)
    {
        return Results.BadRequest(exception.Message);
    }
});

if (args.Length > 0)
{
    Console.WriteLine($"{rule.Meaning} {rule.Guarantee}");
    await app.RunAsync();
    return;
}

await app.StartAsync();
using HttpClient client = new() { BaseAddress = new Uri(app.Urls.First()) };
Rng random = new(1);
float[] noise = new float[784];
random.FillUniform(noise);
Console.WriteLine($"a drawn 7: {await Ask(DrawnCharacters.Digits(8, seed: 3).Input(7))}");
Console.WriteLine($"noise: {await Ask(noise)}");
await app.StopAsync();
Directory.Delete(run, recursive: true);

Answer Classify(Tensor picture)
{
    lock (model) // a model is for one thread at a time
    {
        Prediction prediction = Prediction.Of(model, picture, samples);
        Verdict verdict = rule.Judge(prediction)[0];
        return new Answer(verdict.ToString(), verdict.IsRefused, verdict.Doubt, prediction.Mean.ToArray());
    }
}

async Task<string> Ask(float[] pixels)
{
    PngImage picture = new(28, 28, 1, [.. pixels.Select(pixel => (byte)(pixel * 255))]);
    using HttpResponseMessage response = await client.PostAsync("/classify", new ByteArrayContent(Png.Encode(picture)));
    return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}";
}

// What 'epoche train refuse' does, in small.
static string MakeRun()
{
    (Dataset training, Dataset validation) = DrawnCharacters.Digits(6_000, seed: 1).Split(1_000, seed: 1);
    DeepEnsemble networks = new([new Dense(128, Relu), new Dense(10)], [784], members: 3, seed: 1, output: Softmax);
    EnsembleTrainer trainer = new(networks, training, new() { Optimizer = new Adam(2e-3f), Epochs = 3, Seed = 1 }, new() { Size = 50 });
    trainer.Run().Last();
    Prediction known = Prediction.Of(networks, Images(training), 3), held = Prediction.Of(networks, Images(validation), 3);
    string folder = Directory.CreateTempSubdirectory("epoche-serve-").FullName;
    PredictiveFile.Save(networks, Path.Combine(folder, "model"));
    RefusalFile.Save(ThresholdRule.ForCoverage(NeighbourDistance.Fit(known), held, coverage: 0.95), Path.Combine(folder, "refusal"));
    return folder;
}

static Tensor Images(Dataset data) => Tensor.Of([.. Enumerable.Range(0, data.Count).SelectMany(data.Input)], [data.Count, 784]);

/// <summary>What the endpoint answers.</summary>
internal sealed record Answer(string Text, bool IsRefused, float Doubt, float[] Probabilities);
