namespace Epoche.Data;

/// <summary>Room for one batch, whether full or the last of an epoch.</summary>
internal sealed class BatchBuffers
{
    private readonly float[] _inputs, _targets;
    private readonly Batch _full, _last;

    public BatchBuffers(Shape input, Shape target, int size, int lastSize)
    {
        (_inputs, _targets) = (new float[input.ElementCount * size], new float[target.ElementCount * size]);
        _full = Wrap(size);
        _last = lastSize == size ? _full : Wrap(lastSize);

        Batch Wrap(int count) => new(Tensor.Wrap(_inputs, input.Prepend(count)), Tensor.Wrap(_targets, target.Prepend(count)));
    }

    public Span<float> Inputs => _inputs;

    public Span<float> Targets => _targets;

    public Batch Batch(bool isLast) => isLast ? _last : _full;
}
