using Epoche.Tensors;

namespace Epoche.Experiments;

/// <summary>Evaluates a network of one number on examples, in the units of the data.</summary>
internal sealed class NumberEvaluator(Sequential model, Dataset examples, Func<Tensor, Tensor, Tensor> loss, float divisor) : IEvaluable
{
    private const int BatchSize = 500;

    /// <summary>A greater R² is better, or one as great with a lower loss.</summary>
    public LoopEvaluation Evaluate(int index, CancellationToken cancellation)
    {
        (NumberEvaluation found, double mean) = Run(cancellation);
        return new(
            new Score(found.RSquared, -mean),
            [
                new(RunTags.ValidationRSquared, found.RSquared), new(RunTags.ValidationMeanError, found.MeanAbsoluteError),
                new(RunTags.ValidationLoss, mean),
            ])
        {
            Count = found.Examples,
        };
    }

    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public NumberEvaluation Evaluate(CancellationToken cancellation) => Run(cancellation).Found;

    private (NumberEvaluation Found, double Loss) Run(CancellationToken cancellation)
    {
        MeanAbsoluteError absolute = new();
        RootMeanSquaredError squared = new();
        RSquared share = new();
        Evaluation evaluation = model.Evaluate(examples, loss, [absolute, squared, share], BatchSize, cancellation);
        return (new(evaluation.Examples, absolute.Value * divisor, squared.Value * divisor, share.Value), evaluation.Loss);
    }
}
