namespace Epoche;

/// <summary>
/// A metric of regression. Outputs and targets have one shape, [batch, …]; every number counts once. NaN is refused; infinities give what
/// the formula gives.
/// </summary>
public abstract class RegressionMetric : Metric
{
    private long _examples, _numbers;

    private protected RegressionMetric()
    {
    }

    /// <inheritdoc/>
    public sealed override long Examples => _examples;

    /// <inheritdoc/>
    public sealed override double Value =>
        _numbers > 0 ? Compute(_numbers) : throw new InvalidOperationException($"The metric '{Name}' has seen no example.");

    /// <inheritdoc/>
    public sealed override void Add(Tensor outputs, Tensor targets)
    {
        if (outputs.Shape != targets.Shape || outputs.Rank == 0)
        {
            throw new ArgumentException(
                $"The metric '{Name}' compares number by number, so outputs and targets have one shape [batch, …]; "
                + $"received {outputs.Shape} and {targets.Shape}."
                + (outputs.Count == targets.Count ? " Reshape one of them; a last axis of 1 is the usual cause." : ""));
        }

        RequireNumbers(outputs, nameof(outputs), "output");
        RequireNumbers(targets, nameof(targets), "target");
        for (int i = 0; i < targets.Count; i++)
        {
            Add(outputs.Values[i], targets.Values[i]);
        }

        (_examples, _numbers) = (_examples + targets.Shape[0], _numbers + targets.Count);
    }

    /// <inheritdoc/>
    public sealed override void Reset()
    {
        (_examples, _numbers) = (0, 0);
        Clear();
    }

    /// <summary>Adds one pair.</summary>
    private protected abstract void Add(double output, double target);

    /// <summary>Forgets all pairs.</summary>
    private protected abstract void Clear();

    /// <summary>The metric over as many pairs.</summary>
    private protected abstract double Compute(long numbers);

    private void RequireNumbers(Tensor tensor, string parameter, string what)
    {
        ReadOnlySpan<float> values = tensor.Values;
        for (int i = 0; i < values.Length; i++)
        {
            if (float.IsNaN(values[i]))
            {
                int example = i / (values.Length / tensor.Shape[0]);
                throw new ArgumentException($"The metric '{Name}' cannot evaluate NaN; {what} {example} of the batch is.", parameter);
            }
        }
    }
}

/// <summary>The mean absolute error: the mean of |output − target|, 0 or more, in the unit of the targets.</summary>
public sealed class MeanAbsoluteError : RegressionMetric
{
    private double _sum;

    /// <inheritdoc/>
    public override string Name => "mae";

    private protected override void Add(double output, double target) => _sum += Math.Abs(output - target);

    private protected override void Clear() => _sum = 0;

    private protected override double Compute(long numbers) => _sum / numbers;
}

/// <summary>The root mean squared error: √ of the mean of (output − target)², 0 or more, in the unit of the targets.</summary>
public sealed class RootMeanSquaredError : RegressionMetric
{
    private double _sum;

    /// <inheritdoc/>
    public override string Name => "rmse";

    private protected override void Add(double output, double target) => _sum += (output - target) * (output - target);

    private protected override void Clear() => _sum = 0;

    private protected override double Compute(long numbers) => Math.Sqrt(_sum / numbers);
}

/// <summary>
/// R², the coefficient of determination: 1 − Σ(target − output)² / Σ(target − mean of the targets)². 1 is perfect, 0 as good as the mean of
/// the targets, below 0 worse. Over all numbers together, also where an example has several. NaN where the targets do not vary.
/// </summary>
public sealed class RSquared : RegressionMetric
{
    private double _errors, _mean, _deviations;
    private long _count;

    /// <inheritdoc/>
    public override string Name => "r2";

    private protected override void Add(double output, double target)
    {
        _errors += (target - output) * (target - output);
        double before = target - _mean; // Welford 1962: no difference of large sums
        _mean += before / ++_count;
        _deviations += before * (target - _mean);
    }

    private protected override void Clear() => (_errors, _mean, _deviations, _count) = (0, 0, 0, 0);

    private protected override double Compute(long numbers) => _deviations > 0 ? 1 - (_errors / _deviations) : double.NaN;
}

/// <summary>
/// The mean pinball loss of a quantile (Koenker and Bassett 1978): q·e for an error e = target − output above 0, (q − 1)·e below. 0 or
/// more, in the unit of the targets; no other output has a smaller one, on average, than the quantile itself.
/// </summary>
public sealed class PinballLoss : RegressionMetric
{
    private readonly float _quantile;
    private double _sum;

    /// <summary>Makes the metric.</summary>
    /// <param name="quantile">Which quantile the outputs are to be, between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not between 0 and 1.</exception>
    public PinballLoss(float quantile) => _quantile = quantile > 0 && quantile < 1
        ? quantile
        : throw new ArgumentOutOfRangeException(nameof(quantile), $"A quantile lies between 0 and 1; received {quantile}.");

    /// <summary><c>pinball_</c> and the quantile, such as <c>pinball_0.9</c>.</summary>
    public override string Name => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"pinball_{_quantile}");

    private protected override void Add(double output, double target)
    {
        double error = target - output;
        _sum += error * (error > 0 ? _quantile : _quantile - 1);
    }

    private protected override void Clear() => _sum = 0;

    private protected override double Compute(long numbers) => _sum / numbers;
}
