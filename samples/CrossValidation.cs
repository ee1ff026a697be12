#:project ../src/Epoche.Learning
// Five-fold cross-validation of a regression: scaled inputs, metrics, a custom metric.
// Run it:  dotnet run -c Release samples/CrossValidation.cs
using Epoche;
using static Epoche.Tensors.Ops;

Console.OutputEncoding = System.Text.Encoding.UTF8; // "±", on Windows too
const int Folds = 5;
Dataset houses = Houses(1_000, seed: 1);
int[] order = new int[houses.Count];
Rng random = Rng.Stream(seed: 1, "folds");
random.Permutation(order);

double[] scores = new double[Folds];
for (int fold = 0; fold < Folds; fold++)
{
    Dataset training = houses.Select([.. order.Where((_, place) => place % Folds != fold)]);
    Dataset held = houses.Select([.. order.Where((_, place) => place % Folds == fold)]);

    // The scaling is a layer, so it is saved with the model. Its numbers come from the training folds alone.
    Normalization scaling = new();
    Sequential net = [scaling, new Dense(32, Relu), new Dense(32, Relu), new Dense(1)];
    net.Build(houses.InputShape, seed: 1);
    Tensor inputs = training.Inputs(), mean = inputs.Mean(axis: 0), deviation = Sqrt(Square(inputs - mean).Mean(axis: 0));
    scaling.SetStatistics(mean.Values, deviation.Values);

    Trainer trainer = new(
        new() { Optimizer = new Adam(Schedule.Linear(1e-2f, 1e-4f, steps: 30 * 25)), Epochs = 30, Seed = 1 }, net.Parameters);
    trainer.Fit(net, training, MeanSquaredError, new() { BatchSize = 32 });

    RSquared score = new();
    Evaluation evaluation = net.Evaluate(held, MeanSquaredError, [score, new MeanAbsoluteError(), new Within(0.1f)]);
    scores[fold] = score.Value;
    Console.WriteLine($"fold {fold + 1}: {string.Join("  ", evaluation.Measurements.Select(m => $"{m.Name} {m.Value:F3}"))}");
}

double average = scores.Average(), spread = Math.Sqrt(scores.Average(score => (score - average) * (score - average)));
Console.WriteLine($"R² of five folds {average:F3} ± {spread:F3}");

// Area and age, which differ 1,000-fold in size, and a price in hundreds of thousands.
static Dataset Houses(int count, ulong seed)
{
    Rng random = Rng.Stream(seed, "houses");
    float[] inputs = new float[2 * count], prices = new float[count];
    for (int i = 0; i < count; i++)
    {
        float area = random.NextSingle(40, 240), age = random.NextSingle(0, 0.1f);
        (inputs[2 * i], inputs[(2 * i) + 1]) = (area, age);
        prices[i] = (0.015f * area * (1 - (4 * age))) + random.NextNormal(0, 0.1f);
    }

    return new Dataset(inputs, [2], prices, [1]);
}

/// <summary>The share of outputs that differ from their target by no more than a part of it.</summary>
internal sealed class Within(float part) : Metric
{
    private long _near, _examples;

    public override string Name => "within";

    public override long Examples => _examples;

    public override double Value => (double)_near / _examples;

    public override void Add(Tensor outputs, Tensor targets)
    {
        for (int i = 0; i < targets.Count; i++)
        {
            _near += Math.Abs(outputs.Values[i] - targets.Values[i]) <= part * Math.Abs(targets.Values[i]) ? 1 : 0;
        }

        _examples += targets.Length(0);
    }

    public override void Reset() => (_near, _examples) = (0, 0);
}
