#:project ../src/Epoche.Learning
// A model with two inputs and two outputs.  Run it:  dotnet run -c Release samples/ManyInputs.cs
using Epoche;
using static Epoche.Tensors.Ops;

// A picture shows a spot; the zoom says how wide the picture is. In which quarter is the spot, and how far is it from the middle?
Symbol picture = Model.Input([8, 8], "picture"), zoom = Model.Input([1], "zoom");
Symbol seen = picture.Then(new Flatten(), new Dense(64, Relu));
Symbol both = Symbol.Concat(seen + seen.Then(new Dense(64, Relu), new Dense(64)), zoom); // a residual block beside the zoom
GraphModel model = new([picture, zoom], ("quarter", seen.Then(new Dense(4))), ("distance", both.Then(new Dense(64, Relu), new Dense(1))));
model.Build(seed: 1);
Console.WriteLine(model.GraphText());

LossTerms terms = new();
Trainer trainer = new(new() { Optimizer = new Adam(2e-3f), Epochs = 30 }, model.Parameters);
Spots training = new(2_000, seed: 1);
trainer.Fit(training.Batches(size: 50), batch =>
{
    (Tensor quarter, Tensor distance) = model.Call(batch.Picture, batch.Zoom);
    return terms.Add("quarter", SoftmaxCrossEntropy(quarter, batch.Quarter).Mean())
        + terms.Add("distance", Huber(distance - batch.Distance).Mean(), weight: 10);
}, new() { Terms = terms, Callbacks = [new EveryTenth()] });

model.Save("spots.epoche");
Model loaded = Model.Load("spots.epoche");
File.Delete("spots.epoche");

foreach (Spot batch in new Spots(500, seed: 2).Batches(size: 500))
{
    ModelOutputs outputs = loaded.Call(batch.Picture, batch.Zoom);
    Accuracy accuracy = new();
    accuracy.Add(outputs["quarter"], batch.Quarter);
    float error = Abs(outputs["distance"] - batch.Distance).Mean().Item();
    Console.WriteLine($"new pictures: distance off by {error:F3}, quarter right {accuracy.Value:P1}");
}

internal sealed class EveryTenth : TrainingCallback
{
    public override void OnEpoch(FitContext fit, EpochReport epoch)
    {
        if (epoch.Epoch % 10 == 0)
        {
            Console.WriteLine($"epoch {epoch.Epoch}  {string.Join("  ", epoch.Measurements.Select(m => $"{m.Name} {m.Value:F4}"))}");
        }
    }
}

internal readonly record struct Spot(Tensor Picture, Tensor Zoom, Tensor Quarter, Tensor Distance);

internal sealed class Spots
{
    private readonly float[] _pictures, _zooms, _quarters, _distances;

    public Spots(int count, ulong seed)
    {
        (_pictures, _zooms, _quarters, _distances) = (new float[64 * count], new float[count], new float[count], new float[count]);
        Rng random = Rng.Stream(seed, "spots");
        for (int i = 0; i < count; i++)
        {
            float x = random.NextSingle(-1, 1), y = random.NextSingle(-1, 1);
            for (int k = 0; k < 64; k++)
            {
                float dx = (k % 8 / 3.5f) - 1 - x, dy = (k / 8 / 3.5f) - 1 - y;
                _pictures[(64 * i) + k] = MathF.Max(0, 1 - (4 * ((dx * dx) + (dy * dy))));
            }

            _zooms[i] = random.NextSingle(0.5f, 2);
            _quarters[i] = (x > 0 ? 1 : 0) + (y > 0 ? 2 : 0);
            _distances[i] = _zooms[i] * MathF.Sqrt((x * x) + (y * y));
        }
    }

    public IEnumerable<Spot> Batches(int size)
    {
        for (int i = 0; i < _zooms.Length; i += size)
        {
            yield return new(
                Tensor.Wrap(_pictures, [size, 8, 8], 64 * i), Tensor.Wrap(_zooms, [size, 1], i), Tensor.Wrap(_quarters, [size], i),
                Tensor.Wrap(_distances, [size, 1], i));
        }
    }
}
