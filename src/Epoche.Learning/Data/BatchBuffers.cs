namespace Epoche.Data;

/// <summary>Room for one batch, whether full or the last of an epoch.</summary>
internal sealed class BatchBuffers
{
    private readonly float[] _inputs, _targets, _weights;
    private readonly Batch _full, _last;

    /// <param name="input">The shape of an input.</param>
    /// <param name="target">The shape of a target.</param>
    /// <param name="size">Examples of a batch.</param>
    /// <param name="lastSize">Examples of the last one.</param>
    /// <param name="hasWeights">Whether each has a weight.</param>
    public BatchBuffers(Shape input, Shape target, int size, int lastSize, bool hasWeights)
    {
        (_inputs, _targets) = (new float[input.ElementCount * size], new float[target.ElementCount * size]);
        _weights = new float[hasWeights ? size : 0];
        _full = Wrap(size);
        _last = lastSize == size ? _full : Wrap(lastSize);

        Batch Wrap(int count) => new(Tensor.Wrap(_inputs, input.Prepend(count)), Tensor.Wrap(_targets, target.Prepend(count)))
        {
            Weights = hasWeights ? Tensor.Wrap(_weights, [count]) : default,
        };
    }

    public Span<float> Inputs => _inputs;

    public Span<float> Targets => _targets;

    /// <summary>Empty where there are none.</summary>
    public Span<float> Weights => _weights;

    public Batch Batch(bool isLast) => isLast ? _last : _full;
}
