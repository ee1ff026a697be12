namespace Epoche;

/// <summary>
/// Examples in memory: inputs with their targets, row after row in two arrays. Inputs are floats, or the bytes of images
/// (<see cref="OfPixels"/>), read as value/255 in a quarter of the memory. Subsets share the arrays with the
/// whole, so splitting copies nothing.
/// </summary>
public sealed partial class Dataset
{
    private readonly float[] _inputs = [];
    private readonly byte[]? _pixels; // instead of _inputs
    private readonly float[] _targets;
    private readonly int[]? _rows; // the examples of a subset; null for all

    /// <summary>Makes a data set of arrays of yours, without copying them.</summary>
    /// <param name="inputs">The inputs, row-major, example after example.</param>
    /// <param name="inputShape">The shape of one input, such as [4].</param>
    /// <param name="targets">The targets, likewise.</param>
    /// <param name="targetShape">The shape of one target; [] for the number of a class.</param>
    /// <exception cref="ArgumentException">The arrays do not hold a whole and equal number of examples.</exception>
    public Dataset(float[] inputs, Shape inputShape, float[] targets, Shape targetShape)
        : this((inputs ?? throw new ArgumentNullException(nameof(inputs))).Length, inputShape, targets, targetShape) => _inputs = inputs;

    private Dataset(byte[] pixels, Shape inputShape, float[] targets, Shape targetShape)
        : this((pixels ?? throw new ArgumentNullException(nameof(pixels))).Length, inputShape, targets, targetShape) => _pixels = pixels;

    private Dataset(int inputsLength, Shape inputShape, float[] targets, Shape targetShape)
    {
        ArgumentNullException.ThrowIfNull(targets);
        int count = targetShape.ElementCount == 0 ? 0 : targets.Length / targetShape.ElementCount;
        if (inputShape.ElementCount == 0 || targetShape.ElementCount == 0 || (long)count * targetShape.ElementCount != targets.Length
            || (long)count * inputShape.ElementCount != inputsLength)
        {
            throw new ArgumentException(
                $"Inputs {inputShape} and targets {targetShape} need arrays of n × {inputShape.ElementCount} and n × "
                + $"{targetShape.ElementCount} elements; received {inputsLength} and {targets.Length}.");
        }

        (InputShape, _targets, TargetShape, Count) = (inputShape, targets, targetShape, count);
    }

    private Dataset(Dataset whole, int[]? rows, int count)
    {
        (_inputs, _pixels, InputShape, _targets, TargetShape) =
            (whole._inputs, whole._pixels, whole.InputShape, whole._targets, whole.TargetShape);
        (_rows, Count) = (rows, count);
    }

    /// <summary>The number of examples.</summary>
    public int Count { get; }

    /// <summary>The shape of one input.</summary>
    public Shape InputShape { get; }

    /// <summary>The shape of one target.</summary>
    public Shape TargetShape { get; }

    /// <summary>The data set of tensors whose first axis counts the examples; copies them.</summary>
    /// <exception cref="ArgumentException">The first axes differ.</exception>
    public static Dataset Of(Tensor inputs, Tensor targets) =>
        new(inputs.ToArray(), inputs.Shape.Tail(), targets.ToArray(), targets.Shape.Tail());

    /// <summary>The data set of images in bytes, without copying them; an input is the pixels divided by 255.</summary>
    /// <param name="pixels">The images, row-major, example after example.</param>
    /// <param name="imageShape">The shape of one image, such as [784] or [28, 28, 1].</param>
    /// <param name="targets">The targets, likewise.</param>
    /// <param name="targetShape">The shape of one target; [] for the number of a class.</param>
    /// <exception cref="ArgumentException">The arrays do not hold a whole and equal number of examples.</exception>
    /// <remarks>
    /// By a name of its own, and no constructor: <c>new Dataset([0, 1, …], …)</c> of whole numbers would choose bytes, and divide them.
    /// </remarks>
    public static Dataset OfPixels(byte[] pixels, Shape imageShape, float[] targets, Shape targetShape) =>
        new(pixels, imageShape, targets, targetShape);

    /// <summary>Copies the input of an example, row-major.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such example.</exception>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is not as long as an input.</exception>
    public void CopyInput(int example, Span<float> destination)
    {
        int length = InputShape.ElementCount, start = Row(example) * length;
        if (destination.Length != length)
        {
            throw new ArgumentException(
                $"An input {InputShape} has {length} elements; the destination has {destination.Length}.", nameof(destination));
        }

        if (_pixels is null)
        {
            _inputs.AsSpan(start, length).CopyTo(destination);
        }
        else
        {
            Pixels.ToUnitInterval(_pixels.AsSpan(start, length), destination);
        }
    }

    /// <summary>The input of an example, row-major, in an array of its own.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such example.</exception>
    public float[] Input(int example)
    {
        float[] input = new float[InputShape.ElementCount];
        CopyInput(example, input);
        return input;
    }

    /// <summary>The inputs of all examples, [<see cref="Count"/>, input…], in an array of their own.</summary>
    public Tensor Inputs()
    {
        int length = InputShape.ElementCount;
        float[] inputs = new float[Count * length];
        for (int i = 0; i < Count; i++)
        {
            CopyInput(i, inputs.AsSpan(i * length, length));
        }

        return Tensor.Wrap(inputs, InputShape.Prepend(Count));
    }

    /// <summary>The targets of all examples, [<see cref="Count"/>, target…], in an array of their own.</summary>
    public Tensor Targets()
    {
        int length = TargetShape.ElementCount;
        float[] targets = new float[Count * length];
        for (int i = 0; i < Count; i++)
        {
            Target(i).CopyTo(targets.AsSpan(i * length, length));
        }

        return Tensor.Wrap(targets, TargetShape.Prepend(Count));
    }

    /// <summary>The target of an example, row-major.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such example.</exception>
    public ReadOnlySpan<float> Target(int example) => _targets.AsSpan(Row(example) * TargetShape.ElementCount, TargetShape.ElementCount);

    /// <summary>The subset with these examples, in this order; an example may come more than once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such example.</exception>
    public Dataset Select(ReadOnlySpan<int> examples)
    {
        int[] rows = new int[examples.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = Row(examples[i]);
        }

        Dataset subset = new(this, rows, rows.Length);
        return WeightsOf(examples) is { } weights ? new Dataset(subset, weights) : subset;
    }

    /// <summary>The first examples, or all if there are fewer.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public Dataset Take(int count)
    {
        CountChecks.AtLeast(0, count);
        return Select([.. Enumerable.Range(0, Math.Min(count, Count))]);
    }

    /// <summary>Splits by chance, the same way for the same seed: every example is in exactly one of the two parts.</summary>
    /// <param name="validation">How many examples go to the second part.</param>
    /// <param name="seed">Decides which; the stream <c>split</c> of it is used.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="validation"/> is negative or above <see cref="Count"/>.</exception>
    public (Dataset Training, Dataset Validation) Split(int validation, ulong seed)
    {
        CountChecks.AtLeast(0, validation);
        CountChecks.AtMost(Count, validation);
        int[] order = new int[Count];
        Rng random = Rng.Stream(seed, "split");
        Shuffling.Fill(order, ref random);

        // In their old order again, so that what follows does not depend on how the split was drawn.
        Array.Sort(order, 0, validation);
        Array.Sort(order, validation, Count - validation);
        return (Select(order.AsSpan(validation)), Select(order.AsSpan(0, validation)));
    }

    private int Row(int example) => (uint)example < (uint)Count
        ? _rows?[example] ?? example
        : throw new ArgumentOutOfRangeException(nameof(example), $"The data set has {Count} examples; there is no example {example}.");
}
