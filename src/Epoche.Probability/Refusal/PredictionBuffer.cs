namespace Epoche;

/// <summary>Batches [samples, batch, width] put together to [samples, count, width].</summary>
internal sealed class PredictionBuffer(int samples, int count)
{
    private float[] _values = [];

    /// <summary>The last axis, known after the first batch.</summary>
    public int Width { get; private set; }

    /// <summary>Takes a batch that begins at an example.</summary>
    /// <exception cref="ArgumentException">The batch has another shape than the ones before.</exception>
    public void Add(Tensor batch, int first)
    {
        if (batch.Rank != 3 || batch.Length(0) != samples || (Width != 0 && batch.Length(2) != Width))
        {
            throw new ArgumentException(
                $"A classifier with doubt gives [{samples}, batch, {(Width == 0 ? "width" : Width)}]; received {batch.Shape}.",
                nameof(batch));
        }

        if (Width == 0)
        {
            Width = batch.Length(2);
            _values = new float[samples * count * Width];
        }

        int length = batch.Length(1) * Width;
        for (int sample = 0; sample < samples; sample++)
        {
            batch.Values.Slice(sample * length, length).CopyTo(_values.AsSpan(((sample * count) + first) * Width));
        }
    }

    /// <summary>All batches.</summary>
    public Tensor ToTensor(Shape shape) => Tensor.Wrap(_values, shape);
}
