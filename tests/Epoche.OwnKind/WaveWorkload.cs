using static Epoche.Tensors.Ops;

namespace Epoche.OwnKind;

/// <summary>Fits the wave by mean squared error.</summary>
public sealed class WaveWorkload : Workload<Sequential>, IEvaluable
{
    /// <summary>The tag of the error on points that nothing was learned from.</summary>
    public const string Error = "wave/error";

    private const int TestPoints = 500;
    private const float Close = 0.1f;

    private readonly WaveRecipe _recipe;
    private readonly Sequential _model;

    /// <summary>Makes one.</summary>
    public WaveWorkload(WaveRecipe recipe)
    {
        _recipe = recipe;
        _model = recipe.Network.Create([1], [1], outputs: 1).Build([1], recipe.Seed);
        Trainer trainer = new(recipe.Optimizer.ToTrainerOptions(recipe.Seed), _model.Parameters);
        Batches batches = new(Points(recipe.Points, recipe.Noise, recipe.Seed), new BatchOptions { Size = 32, Seed = recipe.Seed });
        Training = new SupervisedTraining(trainer, batches, batch => Square(_model.Call(batch.Inputs) - batch.Targets).Mean());
        Options = new()
        {
            Steps = recipe.Steps,
            Evaluable = this,
            EvaluateEvery = recipe.EvaluateEvery,
            EvaluateLast = true,
            ReportEvery = 10,
        };
    }

    /// <inheritdoc/>
    public override ITraining Training { get; }

    /// <inheritdoc/>
    public override LoopOptions Options { get; }

    /// <inheritdoc/>
    public override ProgressDescription Progress => new()
    {
        Headline = new("loss", RunTags.TrainLoss),
        Figures = [new("error", Error)],
        Position = report => new((double)report.Step / _recipe.Steps, $"{report.Step} of {_recipe.Steps} updates"),
    };

    /// <inheritdoc/>
    public override Sequential CreateModel(TrainingLoop loop)
    {
        Sequential best = _model.Clone();
        loop.Best.CopyTo(best.Parameters);
        return best;
    }

    /// <inheritdoc/>
    public LoopEvaluation Evaluate(int index, CancellationToken cancellation)
    {
        ExampleEvaluation found = Evaluate(_model, _recipe.Seed);
        return new(new Score(-found.Loss), [new(Error, found.Loss)]);
    }

    /// <summary>The share of points that a model meets within 0.1, and its mean squared error.</summary>
    public static ExampleEvaluation Evaluate(Sequential model, ulong seed)
    {
        Dataset points = Points(TestPoints, 0, seed + 1);
        float[] found = model.Predict(points.Inputs()).ToArray();
        double[] errors = [.. found.Select((y, i) => Math.Abs((double)y - points.Target(i)[0]))];
        return new(TestPoints, errors.Average(e => e < Close ? 1.0 : 0), errors.Average(e => e * e));
    }

    private static Dataset Points(int count, float noise, ulong seed)
    {
        Rng random = Rng.Stream(seed, "wave");
        Tensor x = Tensor.Normal([count, 1], ref random), y = Sin(x * 2) + (Tensor.Normal([count, 1], ref random) * noise);
        return new(x.ToArray(), [1], y.ToArray(), [1]);
    }
}
