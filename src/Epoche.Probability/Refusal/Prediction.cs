using Epoche.Kernels;

namespace Epoche;

/// <summary>
/// What a classifier with doubt says about a set of examples: class probabilities of several draws and, where it shows
/// them, the features that it used.
/// </summary>
public sealed class Prediction
{
    private const int DefaultBatch = 1000;
    private const float SumTolerance = 1e-3f;

    private readonly Tensor? _features, _inputs;

    /// <summary>Takes what was predicted elsewhere.</summary>
    /// <param name="probabilities">
    /// [samples, examples, classes]: each row at least 0 and with the sum 1. Of a classifier with one output [samples, examples, 1]: the
    /// probability of class 1, from which those of two classes are made.
    /// </param>
    /// <param name="features">[examples, features], or none.</param>
    /// <param name="inputs">The examples themselves, [examples, …], or none.</param>
    /// <exception cref="ArgumentException">
    /// The shapes do not fit together, a row is not a distribution over classes, or a feature or an input is NaN or infinite.
    /// </exception>
    public Prediction(Tensor probabilities, Tensor? features = null, Tensor? inputs = null)
    {
        if (probabilities.Shape is not [> 0, _, > 0])
        {
            throw new ArgumentException("A prediction takes probabilities [samples, examples, classes] of at least one sample and one "
                + $"class; received {probabilities.Shape}.", nameof(probabilities));
        }

        probabilities = probabilities.Length(2) == 1 ? OfTwo(probabilities) : probabilities;

        (Samples, Count, Classes) = (probabilities.Length(0), probabilities.Length(1), probabilities.Length(2));
        RequireDistributions(probabilities.Values, Classes);
        RequireRows(features, nameof(features));
        RequireRows(inputs, nameof(inputs));
        (Probabilities, _features, _inputs) = (probabilities, features, inputs);
        Mean = MeanOf(probabilities.Values, Samples, [Count, Classes]);
    }

    /// <summary>The number of draws.</summary>
    public int Samples { get; }

    /// <summary>The number of examples.</summary>
    public int Count { get; }

    /// <summary>The number of classes, 2 or more.</summary>
    public int Classes { get; }

    /// <summary>[samples, examples, classes].</summary>
    public Tensor Probabilities { get; }

    /// <summary>The mean over the draws, [examples, classes]: the predictive distribution.</summary>
    public Tensor Mean { get; }

    /// <summary>Whether the features are known.</summary>
    public bool HasFeatures => _features is not null;

    /// <summary>Whether the examples themselves are known.</summary>
    public bool HasInputs => _inputs is not null;

    /// <summary>[examples, features].</summary>
    /// <exception cref="InvalidOperationException">They are not known.</exception>
    public Tensor Features => _features ?? throw new InvalidOperationException(
        "The prediction has no features: what predicted does not show them (IFeatures). Measure distances between inputs instead, "
        + "or give the features.");

    /// <summary>The examples, [examples, …].</summary>
    /// <exception cref="InvalidOperationException">They are not known.</exception>
    public Tensor Inputs => _inputs ?? throw new InvalidOperationException(
        "The prediction does not hold the examples themselves. Make it with Prediction.Of, or give them.");

    /// <summary>Predicts in batches, features included where the predictive shows them.</summary>
    /// <param name="predictive">What predicts class probabilities.</param>
    /// <param name="x">[examples, input…], on the heap; the prediction holds on to it.</param>
    /// <param name="samples">How many draws, 1 or more.</param>
    /// <param name="batch">
    /// How many examples at a time: more is faster where every batch draws its networks, and takes more memory. Default 1,000.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive.</exception>
    /// <exception cref="ArgumentException">An input is NaN or infinite, or what was predicted are no class probabilities.</exception>
    public static Prediction Of(IPredictive predictive, Tensor x, int samples, int batch = DefaultBatch)
    {
        ArgumentNullException.ThrowIfNull(predictive);
        CountChecks.AtLeast(1, samples);
        CountChecks.AtLeast(1, batch);
        if (x.Rank < 2 || x.Length(0) == 0)
        {
            throw new ArgumentException($"Prediction.Of takes examples [examples, input…], at least one; received {x.Shape}.", nameof(x));
        }

        FiniteInputs.Require(x, nameof(x));
        int count = x.Length(0);
        PredictionBuffer probabilities = new(samples, count), features = new(1, count);
        for (int first = 0; first < count; first += batch)
        {
            Tensor part = Rows(x, first, Math.Min(batch, count - first));
            probabilities.Add(predictive.Predict(part, samples), first);
            if (predictive is IFeatures shows)
            {
                Tensor shown = shows.Features(part);
                features.Add(shown.Reshape([1, .. shown.Shape]), first);
            }
        }

        return new(
            probabilities.ToTensor([samples, count, probabilities.Width]),
            predictive is IFeatures ? features.ToTensor([count, features.Width]) : null, x);
    }

    /// <summary>Predicts for the rows of a table, prepared as the model's file says (<see cref="ModelInfo.Table"/>).</summary>
    /// <param name="predictive">What predicts class probabilities.</param>
    /// <param name="rows">The rows; the target may be missing.</param>
    /// <param name="samples">How many draws, 1 or more.</param>
    /// <exception cref="InvalidOperationException">The model does not say how rows become inputs.</exception>
    /// <exception cref="ArgumentException">The rows do not fit the preparation, or what was predicted are no class
    /// probabilities.</exception>
    public static Prediction Of(Predictive predictive, Table rows, int samples)
    {
        ArgumentNullException.ThrowIfNull(predictive);
        ArgumentNullException.ThrowIfNull(rows);
        return Of(predictive, TablePrediction.Preparation(predictive.Info).Inputs(rows), samples);
    }

    /// <summary>The prediction for some of the examples, in this order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such example.</exception>
    public Prediction Select(ReadOnlySpan<int> examples)
    {
        foreach (int example in examples)
        {
            CountChecks.Below(Count, example, nameof(examples));
        }

        float[] probabilities = new float[Samples * examples.Length * Classes];
        for (int sample = 0; sample < Samples; sample++)
        {
            Pick(
                Probabilities.Values.Slice(sample * Count * Classes, Count * Classes), Classes, examples,
                probabilities.AsSpan(sample * examples.Length * Classes));
        }

        return new(Tensor.Wrap(probabilities, [Samples, examples.Length, Classes]), Picked(_features, examples), Picked(_inputs, examples));
    }

    /// <summary>The most probable class of each example by <see cref="Mean"/>, the first of equals.</summary>
    public int[] Best()
    {
        int[] best = new int[Count];
        for (int i = 0; i < best.Length; i++)
        {
            best[i] = BestOf(MeanOf(i));
        }

        return best;
    }

    /// <summary>Whether the most probable class is not the right one, for each example.</summary>
    /// <param name="labels">The right classes, [examples].</param>
    /// <exception cref="ArgumentException">There are not as many as examples, or one is no class.</exception>
    public bool[] IsWrong(Tensor labels)
    {
        int[] right = ClassNumbers(labels), best = Best();
        bool[] isWrong = new bool[Count];
        for (int i = 0; i < isWrong.Length; i++)
        {
            isWrong[i] = best[i] != right[i];
        }

        return isWrong;
    }

    /// <summary>The predictive distribution of an example.</summary>
    internal ReadOnlySpan<float> MeanOf(int example) => Mean.Values.Slice(example * Classes, Classes);

    /// <summary>The distribution that one draw gives an example.</summary>
    internal ReadOnlySpan<float> Draw(int sample, int example) =>
        Probabilities.Values.Slice(((sample * Count) + example) * Classes, Classes);

    /// <summary>The labels as whole numbers, checked.</summary>
    internal int[] ClassNumbers(Tensor labels)
    {
        if (labels.Count != Count || labels.Rank is 0 or > 2)
        {
            throw new ArgumentException(
                $"The prediction is for {Count} examples, so the right classes are [{Count}]; received {labels.Shape}.", nameof(labels));
        }

        int[] numbers = new int[Count];
        for (int i = 0; i < numbers.Length; i++)
        {
            float label = labels.Values[i];
            numbers[i] = label >= 0 && label < Classes && label == MathF.Floor(label)
                ? (int)label
                : throw new ArgumentException(
                    $"There are {Classes} classes, so labels are whole numbers from 0 to {Classes - 1}; label {i} is {label}.",
                    nameof(labels));
        }

        return numbers;
    }

    internal static int BestOf(ReadOnlySpan<float> probabilities)
    {
        int best = 0;
        for (int i = 1; i < probabilities.Length; i++)
        {
            best = probabilities[i] > probabilities[best] ? i : best;
        }

        return best;
    }

    private static Tensor Rows(Tensor x, int first, int count)
    {
        int width = x.Count / x.Length(0);
        return Tensor.Of(x.Values.Slice(first * width, count * width), x.Shape.Tail().Prepend(count));
    }

    private static Tensor? Picked(Tensor? rows, ReadOnlySpan<int> examples)
    {
        if (rows is not { } all)
        {
            return null;
        }

        int width = all.Count / all.Length(0);
        float[] picked = new float[examples.Length * width];
        Pick(all.Values, width, examples, picked);
        return Tensor.Wrap(picked, all.Shape.Tail().Prepend(examples.Length));
    }

    private static void Pick(ReadOnlySpan<float> rows, int width, ReadOnlySpan<int> examples, Span<float> picked)
    {
        for (int i = 0; i < examples.Length; i++)
        {
            rows.Slice(examples[i] * width, width).CopyTo(picked[(i * width)..]);
        }
    }

    private static Tensor MeanOf(ReadOnlySpan<float> probabilities, int samples, Shape shape)
    {
        float[] mean = new float[shape.ElementCount];
        for (int sample = 0; sample < samples; sample++)
        {
            Elementwise.AddTo(probabilities.Slice(sample * mean.Length, mean.Length), mean);
        }

        Elementwise.Scale(1f / samples, mean);
        return Tensor.Wrap(mean, shape);
    }

    /// <summary>[samples, examples, 1] → [samples, examples, 2]: p of class 1 is 1 − p and p.</summary>
    private static Tensor OfTwo(Tensor probabilities)
    {
        float[] both = new float[2 * probabilities.Count];
        for (int i = 0; i < probabilities.Count; i++)
        {
            float value = probabilities.Values[i];
            (both[2 * i], both[(2 * i) + 1]) = value is >= 0 and <= 1
                ? (1 - value, value)
                : throw new ArgumentException(
                    "A prediction with one number an example takes the probability of class 1, from 0 to 1; that of row "
                    + $"{i} is {value}. Is it a logit? Apply Sigmoid first.", nameof(probabilities));
        }

        return Tensor.Wrap(both, [probabilities.Length(0), probabilities.Length(1), 2]);
    }

    private static void RequireDistributions(ReadOnlySpan<float> probabilities, int classes)
    {
        float[] sums = new float[probabilities.Length / classes];
        Reduce.Along<Reduce.SumReduction>(probabilities, sums.Length, classes, 1, sums);
        for (int row = 0; row < sums.Length; row++)
        {
            if (!(MathF.Abs(sums[row] - 1) <= SumTolerance) || Reduce.Min(probabilities.Slice(row * classes, classes)) < 0)
            {
                string values = string.Join(
                    ", ", probabilities.Slice(row * classes, Math.Min(classes, 4)).ToArray().Select(value => $"{value}"));
                throw new ArgumentException(
                    "A prediction takes probabilities: rows of numbers from 0 to 1 with the sum 1. "
                    + $"Row {row} begins with {values} and has the sum {sums[row]}. Are these logits? Apply Softmax first.",
                    nameof(probabilities));
            }
        }
    }

    private void RequireRows(Tensor? rows, string name)
    {
        if (rows is { } given && (given.Rank < 2 || given.Length(0) != Count))
        {
            throw new ArgumentException(
                $"The prediction is for {Count} examples; the {name} have the shape {given.Shape} where [{Count}, …] is expected.", name);
        }

        if (rows is { } numbers)
        {
            FiniteInputs.Require(numbers, name);
        }
    }
}
