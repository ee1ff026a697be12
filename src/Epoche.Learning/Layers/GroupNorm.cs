using Epoche.Tensors;

namespace Epoche;

/// <summary>
/// Group normalization (Wu and He 2018, arXiv:1803.08494): channels in groups of equal size; each group of each example has its mean taken
/// off and is divided by √(variance + ε), over all its positions; then scale and shift of each channel. Input [batch, …, channels]. One
/// group is layer normalization over all axes, as many as channels is instance normalization.
/// </summary>
public sealed class GroupNorm : Layer
{
    internal const string KindName = "group-norm";

    private readonly int _groups;
    private readonly float _epsilon;
    private Parameter? _scale, _shift;

    /// <summary>Makes the layer.</summary>
    /// <param name="groups">How many groups the channels make, at least 1.</param>
    /// <param name="epsilon">What is added to variances, above 0; default 1e-5.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public GroupNorm(int groups, float epsilon = 1e-5f)
    {
        CountChecks.AtLeast(1, groups);
        (_groups, _epsilon) = (groups, LayerChecks.Epsilon(epsilon, "group normalization"));
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override Shape Build(Shape input, ParameterBuilder parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        LayerChecks.RequireFeatures(this, input);
        if (input[-1] % _groups != 0)
        {
            throw new ArgumentException(
                $"The layer '{Name}' (group-norm) makes {_groups} groups of equal size; the {input[-1]} channels of {input} do not divide.",
                nameof(input));
        }

        _scale = parameters.Add("scale", [input[-1]], Initializer.Ones, decay: false);
        _shift = parameters.Add("shift", [input[-1]], Initializer.Zeros, decay: false);
        return input;
    }

    /// <inheritdoc/>
    public override Tensor Call(Tensor x)
    {
        (Parameter scale, Parameter shift) = (_scale ?? throw LayerChecks.NotBuilt(this), _shift!);
        int batch = x.Length(0), channels = x.Length(-1);
        Tensor groups = x.Reshape(batch, -1, _groups, channels / _groups);
        Tensor centred = groups - groups.Mean([1, 3], keepAxes: true);
        Tensor standard = centred / Ops.Sqrt(Ops.Square(centred).Mean([1, 3], keepAxes: true) + _epsilon);
        Span<int> sizes = stackalloc int[x.Rank];
        x.Shape.CopyTo(sizes);
        return (standard.Reshape(sizes) * scale.Tensor) + shift.Tensor;
    }

    /// <inheritdoc/>
    public override void Describe(LayerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Set("groups", _groups);
        options.Set("epsilon", _epsilon);
    }

    internal static GroupNorm Read(LayerOptions options) =>
        new(options.Int("groups", 1, 1 << 24), options.Float("epsilon", float.Epsilon, float.MaxValue));
}
