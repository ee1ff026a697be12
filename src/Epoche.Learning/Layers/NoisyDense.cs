using System.Numerics;
using System.Runtime.InteropServices;
using Epoche.Tensors;

namespace Epoche;

/// <summary>
/// A dense layer whose weights are noise around learned means with learned scales (Fortunato et al. 2018, arXiv:1706.10295), by which an
/// agent explores: activation(x·(μ + σ ⊙ f(ε_in) f(ε_out)ᵀ) + μ_b + σ_b ⊙ f(ε_out)) with f(ε) = sgn(ε)·√|ε| and normal ε, the factorized
/// form. Input [batch, in], output [batch, units].
/// <para>The noise comes from the step's stream (<see cref="StepArena.Step(Rng)"/>, <see cref="StepArena.TrainingStep"/>), a fresh
/// draw for each call: one for the whole batch in a step of training, one for each row in other steps, where rows are environments that
/// explore by
/// themselves. In a step without a stream there is no noise, and the means alone answer.</para>
/// </summary>
public sealed class NoisyDense : Layer
{
    internal const string KindName = "noisy-dense";

    private readonly int _units;
    private readonly float _noise;
    private readonly Func<Tensor, Tensor>? _activation;
    private readonly bool _fusedRelu;
    private Parameter? _mean, _scale, _bias, _biasScale;

    /// <summary>Makes the layer.</summary>
    /// <param name="units">The size of the output, at least 1.</param>
    /// <param name="activation">A function such as <c>Ops.Relu</c>; none: linear.</param>
    /// <param name="noise">σ₀: scales start at σ₀/√in, as the paper has it with 0.5, the default. Range: above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public NoisyDense(int units, Func<Tensor, Tensor>? activation = null, float noise = 0.5f)
    {
        CountChecks.AtLeast(1, units);
        if (!(noise > 0 && float.IsFinite(noise)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(noise),
                string.Create(System.Globalization.CultureInfo.InvariantCulture, $"noise is {noise}; expected a finite number above 0."));
        }

        (_units, _activation, _noise) = (units, activation, noise);
        _fusedRelu = activation == (Func<Tensor, Tensor>)Ops.Relu;
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override Shape Build(Shape input, ParameterBuilder parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (input.Rank != 1)
        {
            throw new ArgumentException(
                $"The layer '{Name}' (noisy-dense) takes vectors of features; received {input}. Put a Flatten in front.", nameof(input));
        }

        int inputs = input[0];
        float start = _noise / MathF.Sqrt(inputs);
        Initializer scales = Initializer.Custom("noise", (values, _, ref _) => values.Fill(start));
        _mean = parameters.Add("kernel", [inputs, _units], Initializer.UniformFanIn);
        _scale = parameters.Add("kernel_scale", [inputs, _units], scales, decay: false);
        _bias = parameters.Add("bias", [_units], Initializer.UniformFanIn, decay: false, fanIn: inputs);
        _biasScale = parameters.Add("bias_scale", [_units], scales, decay: false);
        return [_units];
    }

    /// <inheritdoc/>
    public override Tensor Call(Tensor x)
    {
        if (_mean is null || _scale is null || _bias is null || _biasScale is null)
        {
            throw new InvalidOperationException($"The layer '{Name}' (noisy-dense) is not built; put it into a model.");
        }

        if (StepArena.Current is not { HasRandom: true } step)
        {
            return Affine(x, _mean.Tensor, _bias.Tensor);
        }

        int draws = step.IsTrainingStep ? 1 : x.Length(0);
        Tensor inputs = Draw([draws, x.Length(1)], ref step.Random), outputs = Draw([draws, _units], ref step.Random);
        if (step.IsTrainingStep)
        {
            // One matrix for the whole batch: half the products of the other form, in which every row can have its own.
            return Affine(
                x,
                _mean.Tensor + (_scale.Tensor * (inputs.Reshape(x.Length(1), 1) * outputs)),
                _bias.Tensor + (_biasScale.Tensor * outputs.Reshape(_units)));
        }

        // (x ⊙ f(ε_in))·σ ⊙ f(ε_out) is x·(σ ⊙ f(ε_in) f(ε_out)ᵀ) without a matrix for each row.
        Tensor y = Ops.Linear(x, _mean.Tensor, _bias.Tensor)
            + (((x * inputs).MatMul(_scale.Tensor) + _biasScale.Tensor) * outputs);
        return Activations.Apply(this, _activation, y);
    }

    /// <inheritdoc/>
    public override void Describe(LayerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Set("units", _units);
        Activations.Set(options, _activation);
        options.Set("noise", _noise);
    }

    internal static NoisyDense Read(LayerOptions options) => new(
        options.Int("units", 1, 1 << 24),
        Activations.Read(options),
        options.Float("noise", float.Epsilon, float.MaxValue));

    private Tensor Affine(Tensor x, Tensor kernel, Tensor bias) => _fusedRelu
        ? Ops.LinearRelu(x, kernel, bias)
        : Activations.Apply(this, _activation, Ops.Linear(x, kernel, bias));

    /// <summary>f(ε) of normal ε.</summary>
    private static Tensor Draw(Shape shape, ref Rng random)
    {
        Tensor noise = Tensor.Normal(shape, ref random);
        Span<float> values = noise.Span;
        Span<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        foreach (ref Vector<float> value in vectors)
        {
            value = Vector.SquareRoot(Vector.Abs(value)) | (value & new Vector<float>(-0f));
        }

        foreach (ref float value in values[(vectors.Length * Vector<float>.Count)..])
        {
            value = MathF.CopySign(MathF.Sqrt(MathF.Abs(value)), value);
        }

        return noise;
    }
}
