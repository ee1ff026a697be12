using Epoche.Kernels;

namespace Epoche;

/// <summary>What a training minimizes: from a batch to a loss of one element.</summary>
public delegate Tensor Objective<in TBatch>(TBatch batch)
    where TBatch : allows ref struct;

/// <summary>How to train.</summary>
public sealed record TrainerOptions
{
    /// <summary>A pattern of the optimizer; the trainer takes a fresh one like it.</summary>
    public required Optimizer Optimizer { get; init; }

    /// <summary>Passes over the data in <see cref="Trainer.Run"/>, 1 or more. Default 1.</summary>
    public int Epochs { get; init; } = 1;

    /// <summary>The largest norm of the whole gradient; a longer one is scaled down to it. Default: none.</summary>
    public float? ClipNorm { get; init; }

    /// <summary>The largest magnitude of each gradient element, applied before <see cref="ClipNorm"/>. Default: none.</summary>
    public float? ClipValue { get; init; }

    /// <summary>Decides what layers such as dropout draw.</summary>
    public ulong Seed { get; init; }
}

/// <summary>What one update did.</summary>
/// <param name="Loss">The objective, before the update.</param>
/// <param name="GradientNorm">The norm of the whole gradient, before clipping by norm.</param>
public readonly record struct StepReport(float Loss, float GradientNorm);

/// <summary>
/// Minimizes any objective over the parameters of one or several models: opens an arena step, computes the objective, walks the tape back, clips,
/// and lets the optimizer update the slabs. Supervised fitting, DQN and variational inference are objectives; there is one trainer. A parameter that the loss of an update does not depend on, such as all of a
/// model that took no part, is left as it is: neither momentum nor decay moves it, and what the optimizer keeps of it stays.
/// </summary>
public sealed partial class Trainer
{
    private readonly TrainerOptions _options;
    private readonly ParameterSlab[] _parameters;
    private readonly StepArena _arena = new();
    private Rng _random;
    private int _accumulated;
    private float _weight, _weights; // what the batch counts in the mean of an update, set by objectives that know; and all that are gathered

    /// <summary>Makes a trainer of the given slabs; frozen slabs and buffers stay as they are.</summary>
    /// <exception cref="ArgumentException">No slab is given, or an option is out of range.</exception>
    public Trainer(TrainerOptions options, params ParameterSlab[] parameters)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (parameters.Length == 0)
        {
            throw new ArgumentException("A trainer needs the parameters of one model at least, such as model.Parameters.", nameof(parameters));
        }

        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Epochs);
        Require.Positive(options.ClipNorm ?? 1, "largest gradient norm");
        Require.Positive(options.ClipValue ?? 1, "largest gradient element");
        _options = options;
        _parameters = parameters;
        Optimizer = options.Optimizer.Fresh();
        _random = Rng.Stream(options.Seed, "dropout");
    }

    /// <summary>The optimizer with its state.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>What it trains.</summary>
    public IReadOnlyList<ParameterSlab> Parameters => _parameters;

    /// <summary>Updates so far.</summary>
    public long StepCount => Optimizer.StepCount;

    /// <summary>One update.</summary>
    /// <exception cref="NonFiniteException">The loss or a gradient is NaN or infinite; the parameters are as before the step.</exception>
    /// <exception cref="ArgumentException">The loss has several elements, or depends on no parameter.</exception>
    public StepReport Step<TBatch>(Objective<TBatch> objective, TBatch batch)
        where TBatch : allows ref struct
    {
        if (_accumulated > 0)
        {
            throw new InvalidOperationException($"{_accumulated} batches are accumulated; call Update before the next Step.");
        }

        float loss = Accumulate(objective, batch);
        return new StepReport(loss, Update());
    }

    /// <summary>
    /// Adds the gradient of a batch to those gathered since the last update; <see cref="Update"/> then steps along their mean, so that several small batches make a large one
    /// that would not fit into memory.
    /// </summary>
    /// <returns>The objective.</returns>
    /// <exception cref="NonFiniteException">The loss is NaN or infinite; the batch is left out. Where the objective had taken a gradient itself before, all that is gathered is forgotten, as after any exception then.</exception>
    /// <exception cref="ArgumentException">The loss has several elements, or depends on no parameter.</exception>
    public float Accumulate<TBatch>(Objective<TBatch> objective, TBatch batch)
        where TBatch : allows ref struct
    {
        if (_accumulated == 0)
        {
            _weights = 0;
            foreach (ParameterSlab slab in _parameters)
            {
                slab.ZeroGradients();
            }
        }

        float loss;
        _weight = 1;
        int gathered = _accumulated;
        try
        {
            using (_arena.TrainingStep(_random))
            {
                Tensor result = objective(batch);
                loss = result.Count == 1 ? result.Item() : throw new ArgumentException($"An objective gives one element, such as a mean; this one gave {result.Shape}.", nameof(objective));
                if (!float.IsFinite(loss))
                {
                    throw new NonFiniteException(StepCount + 1, _arena.Tape.FirstNonFinite() ?? "the loss itself", loss);
                }

                Tape.Backward(_weight == 1 ? result : result * _weight);
                gathered++;
            }
        }
        finally
        {
            _accumulated = gathered > _accumulated || !_arena.Tape.IsWalked ? gathered : 0; // half of a batch's gradient may be among the others'
        }

        _random = _arena.RandomState;
        _weights += _weight;
        return loss;
    }

    /// <summary>One update along the mean of the gradients that <see cref="Accumulate"/> has gathered.</summary>
    /// <returns>The norm of the whole gradient, before clipping by norm.</returns>
    /// <exception cref="InvalidOperationException">Nothing is gathered.</exception>
    /// <exception cref="NonFiniteException">A gradient is NaN or infinite; the parameters are as before.</exception>
    public float Update()
    {
        if (_accumulated != 1 || _weights != 1)
        {
            TakeMean();
        }

        _accumulated = 0;
        float norm = Clip();
        Optimizer.Apply(_parameters);
        return norm;
    }

    private void TakeMean()
    {
        if (_accumulated == 0)
        {
            throw new InvalidOperationException("No gradient is gathered; call Accumulate before Update, or Step for both.");
        }

        foreach (ParameterSlab slab in _parameters)
        {
            Elementwise.Scale(1f / _weights, slab.Gradients);
        }
    }

    private float Clip()
    {
        float squares = 0;
        foreach (ParameterSlab slab in _parameters)
        {
            Span<float> gradients = slab.Gradients;
            if (_options.ClipValue is { } limit)
            {
                RequireFinite(slab);
                Elementwise.Apply<Maximum>(gradients, -limit, gradients);
                Elementwise.Apply<Minimum>(gradients, limit, gradients);
            }

            squares += Reduce.SumOfSquares(gradients);
        }

        float norm = MathF.Sqrt(squares);
        if (!float.IsFinite(norm))
        {
            norm = NormOfHugeGradients();
        }

        if (_options.ClipNorm is { } largest && norm > largest)
        {
            foreach (ParameterSlab slab in _parameters)
            {
                Elementwise.Scale(largest / norm, slab.Gradients);
            }
        }

        return norm;
    }

    /// <summary>Finite gradients whose squares overflow still have a norm; others stop the training.</summary>
    private float NormOfHugeGradients()
    {
        double squares = 0;
        foreach (ParameterSlab slab in _parameters)
        {
            RequireFinite(slab);
            foreach (float gradient in slab.Gradients)
            {
                squares += (double)gradient * gradient;
            }
        }

        return (float)Math.Sqrt(squares);
    }

    private void RequireFinite(ParameterSlab slab)
    {
        ReadOnlySpan<float> gradients = slab.Gradients;
        if (Reduce.IsFinite(gradients))
        {
            return;
        }

        foreach (ParameterInfo entry in slab.Entries)
        {
            foreach (float gradient in gradients.Slice(entry.Offset, entry.Shape.ElementCount))
            {
                if (!float.IsFinite(gradient))
                {
                    throw new NonFiniteException(StepCount + 1, $"the gradient of '{entry.Name}' {entry.Shape}", gradient);
                }
            }
        }
    }
}
