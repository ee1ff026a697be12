#:sdk Microsoft.NET.Sdk.Web
#:property EnableDefaultRunWorkingDirectory=false
#:project ../src/Epoche.Images
#:project ../src/Epoche.Probability
// An endpoint that classifies images, or says "I don't know".  Train and serve a classifier:  ./epoche train refuse
// and  dotnet run -c Release samples/Serve.cs runs/refuse-0      Ask it:  curl --data-binary @seven.jpg http://localhost:5000/classify
// Without a run it trains a small classifier, sends itself two requests, and ends.
using Epoche;
using static Epoche.Tensors.Ops;

string run = args.Length > 0 ? args[0] : MakeRun(); // relative to the caller's folder, by the property above
Predictive model = PredictiveFile.Load(Path.Combine(run, "model"));
RefusalRule rule = RefusalFile.Load(Path.Combine(run, "refusal"));
ImageInput input = model.Info.Image ?? throw new InvalidOperationException($"{run} does not say how a picture becomes an input.");
int samples = model is DeepEnsemble ensemble ? ensemble.Members.Count : 100;

// What strangers may cost: so many bytes and connections, so many pixels of a picture, and so many pictures decoded at a time.
const int MostBytes = 8 << 20, MostConnections = 32, MostDecoding = 2;
ImageLimits limits = new() { MaxPixels = 12 << 20 };
SemaphoreSlim decoding = new(MostDecoding);

WebApplicationBuilder builder = WebApplication.CreateBuilder([.. args.Skip(1)]); // such as --urls http://localhost:8080
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(server =>
    (server.Limits.MaxRequestBodySize, server.Limits.MaxConcurrentConnections) = (MostBytes, MostConnections));
WebApplication app = builder.Build();
if (args.Length == 0)
{
    app.Urls.Add("http://127.0.0.1:0");
}

app.MapPost("/classify", async (HttpRequest request) =>
{
    try
    {
        using MemoryStream body = new();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        return Results.Ok(Classify(await Decode(body.GetBuffer().AsMemory(0, (int)body.Length), request.HttpContext.RequestAborted)));
    }
    catch (DataFormatException exception)
    {
        return Results.BadRequest(exception.Message);
    }
    catch (BadHttpRequestException exception) // the body is too long (413), or ends in the middle or is no HTTP (400)
    {
        return Results.Json(exception.Message, statusCode: exception.StatusCode);
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

async Task<Tensor> Decode(ReadOnlyMemory<byte> file, CancellationToken cancellation)
{
    await decoding.WaitAsync(cancellation);
    try
    {
        return input.ToTensor(ImageFile.Decode(file.Span, "the picture", limits));
    }
    finally
    {
        decoding.Release();
    }
}

Answer Classify(Tensor picture)
{
    lock (model) // a predictive serves one thread at a time
    {
        Prediction prediction = Prediction.Of(model, picture, samples);
        Verdict verdict = rule.Decide(prediction)[0];
        return new Answer(verdict.ToString(), verdict.IsRefused, verdict.Doubt, prediction.Mean.ToArray());
    }
}

async Task<string> Ask(float[] pixels)
{
    using HttpResponseMessage response = await client.PostAsync("/classify", new ByteArrayContent(Png.Encode(input.ToImage(pixels))));
    return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}";
}

// What 'epoche train refuse' does, on a small scale.
static string MakeRun()
{
    (Dataset training, Dataset validation) = DrawnCharacters.Digits(6_000, seed: 1).Split(1_000, seed: 1);
    DeepEnsemble networks = new([new Dense(128, Relu), new Dense(10)], [784], members: 3, seed: 1, output: Softmax);
    networks.Info = new() { Image = new() { Height = 28, Width = 28, Inversion = ImageInversion.Auto, Flat = true } };
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
