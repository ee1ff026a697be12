using System.Globalization;
using System.Text;

namespace Epoche;

/// <summary>
/// How often each class was taken for each other: rows are the right classes, columns the predicted ones. Its value is the accuracy, under
/// a name of its own beside <see cref="Accuracy"/>.
/// </summary>
/// <param name="outputs">What the model gives.</param>
public sealed class ConfusionMatrix(ClassOutputs outputs = ClassOutputs.Logits) : ClassMetric(outputs, ClassScores.AsGiven)
{
    private long[,] _counts = new long[0, 0];

    /// <inheritdoc/>
    public override string Name => "confusion_accuracy";

    /// <summary>The number of classes; 0 before the first batch.</summary>
    public int Classes => _counts.GetLength(0);

    /// <summary>How many examples of a class were taken for a class.</summary>
    public long this[int right, int predicted] => _counts[RequireClass(right), RequireClass(predicted)];

    /// <summary>How many of the examples taken for a class are of it, 0 to 1; 0 where none was.</summary>
    public double Precision(int label) => Ratio(_counts[RequireClass(label), label], Predicted(label));

    /// <summary>How many of a class's examples were taken for it, 0 to 1; 0 where there is none.</summary>
    public double Recall(int label) => Ratio(_counts[RequireClass(label), label], Actual(label));

    /// <summary>
    /// The harmonic mean of precision and recall, 2·tp / (2·tp + fp + fn); 0 where the class neither is there nor was predicted.
    /// </summary>
    public double F1(int label) => Ratio(2 * _counts[RequireClass(label), label], Predicted(label) + Actual(label));

    /// <summary>The mean of <see cref="F1(int)"/> over the classes that are there or were predicted, as scikit-learn counts them.</summary>
    public double MacroF1 => Mean(F1, isWeighted: false);

    /// <summary>F1 of the counts of all classes together; with one class an example it is the accuracy.</summary>
    public double MicroF1 => Ratio(Diagonal(), _counts.Cast<long>().Sum());

    /// <summary>The matrix as a table, the right classes from top to bottom.</summary>
    /// <param name="labels">The names of the classes; default: their numbers.</param>
    /// <exception cref="ArgumentException">There is not one for each class.</exception>
    public string ToTable(IReadOnlyList<string>? labels = null)
    {
        labels ??= [.. Enumerable.Range(0, Classes).Select(c => c.ToString(CultureInfo.InvariantCulture))];
        if (labels.Count != Classes)
        {
            throw new ArgumentException($"The matrix has {Classes} classes; received {labels.Count} labels.", nameof(labels));
        }

        Elements.RequireNoNull(labels, nameof(labels));
        int width = labels.Select(label => label.Length)
            .Concat(_counts.Cast<long>().Select(count => count.ToString(CultureInfo.InvariantCulture).Length)).DefaultIfEmpty().Max();
        StringBuilder text = new();
        text.Append(' ', width).AppendJoin("", labels.Select(label => "  " + label.PadLeft(width)));
        for (int right = 0; right < Classes; right++)
        {
            text.AppendLine().Append(labels[right].PadRight(width));
            for (int predicted = 0; predicted < Classes; predicted++)
            {
                text.Append("  ").Append(_counts[right, predicted].ToString(CultureInfo.InvariantCulture).PadLeft(width));
            }
        }

        return text.ToString();
    }

    /// <summary>Adds an example that another metric has checked; it does not count as one of <see cref="Metric.Examples"/>.</summary>
    internal void Count(ReadOnlySpan<float> scores, int label) => Add(scores, label, isSingle: false);

    /// <summary>The mean of a number of each class, over those that are there or were predicted, or weighted by their examples.</summary>
    internal double Mean(Func<int, double> ofClass, bool isWeighted)
    {
        double sum = 0, weights = 0;
        for (int label = 0; label < Classes; label++)
        {
            double weight = isWeighted ? Actual(label) : Predicted(label) + Actual(label) > 0 ? 1 : 0;
            sum += weight > 0 ? weight * ofClass(label) : 0;
            weights += weight;
        }

        return weights == 0 ? 0 : sum / weights;
    }

    private protected override void Add(ReadOnlySpan<float> scores, int label, bool isSingle)
    {
        if (Classes == 0)
        {
            _counts = new long[scores.Length, scores.Length];
        }
        else if (Classes != scores.Length)
        {
            throw new ArgumentException(
                $"The matrix has {Classes} classes since the first batch; this one has {scores.Length}.", nameof(scores));
        }

        _counts[label, Best(scores)]++;
    }

    private protected override void Clear() => _counts = new long[0, 0];

    private protected override double Compute() => (double)Diagonal() / Examples;

    private static double Ratio(long part, long whole) => whole == 0 ? 0 : (double)part / whole;

    private long Diagonal() => Enumerable.Range(0, Classes).Sum(c => _counts[c, c]);

    private int RequireClass(int label) => (uint)label < (uint)Classes
        ? label
        : throw new ArgumentOutOfRangeException(nameof(label), $"The matrix has {Classes} classes so far; there is no class {label}.");

    private long Actual(int label) => Enumerable.Range(0, Classes).Sum(c => _counts[label, c]);

    private long Predicted(int label) => Enumerable.Range(0, Classes).Sum(c => _counts[c, label]);
}
