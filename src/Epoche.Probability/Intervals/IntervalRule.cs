using System.Globalization;

namespace Epoche;

/// <summary>
/// Makes intervals that contain a promised share of new targets, whatever predicts and however well: split conformal prediction
/// (Papadopoulos et al. 2002; Lei et al. 2018, arXiv:1604.04173). Wide intervals are the price of bad predictions.
/// </summary>
/// <example>
/// <code>
/// IntervalRule rule = IntervalRule.ForCoverage(NumberPrediction.Of(net.Predict(validation.Inputs())), validation.Targets(), 0.9);
/// Interval[] intervals = rule.Intervals(NumberPrediction.Of(net.Predict(x)));
/// </code>
/// </example>
public sealed class IntervalRule
{
    private static readonly string[] s_kinds = ["residual", "scaled", "quantiles"];

    /// <summary>Makes a rule with a margin that you choose; nothing is promised.</summary>
    /// <param name="kind">What the widths follow.</param>
    /// <param name="margin">What is added at both ends, in the unit of the targets or, scaled, in deviations.</param>
    /// <exception cref="ArgumentException">The margin is NaN, or negative where it must not be.</exception>
    public IntervalRule(IntervalKind kind, float margin)
        : this(kind, margin, null)
    {
    }

    private IntervalRule(IntervalKind kind, float margin, Guarantee? guarantee)
    {
        if (!Enum.IsDefined(kind))
        {
            throw new ArgumentOutOfRangeException(nameof(kind), $"A kind is Residual, Scaled or Quantiles; received {kind}.");
        }

        Margin = margin >= 0 || (margin < 0 && kind == IntervalKind.Quantiles)
            ? margin
            : throw new ArgumentException($"A margin is 0 or more, beside quantiles any number; received {margin}.", nameof(margin));
        (Kind, Guarantee) = (kind, guarantee);
    }

    /// <summary>What the widths follow.</summary>
    public IntervalKind Kind { get; }

    /// <summary>What is added at both ends, in the unit of the targets or, scaled, in deviations.</summary>
    public float Margin { get; }

    /// <summary>What is promised, where the rule was calibrated; else null.</summary>
    public Guarantee? Guarantee { get; }

    /// <summary>What the rule does, in one sentence.</summary>
    public string Meaning => Kind switch
    {
        IntervalKind.Residual => Text($"From {Margin:G6} below the number to {Margin:G6} above it."),
        IntervalKind.Scaled => Text($"From {Margin:G6} deviations below the number to as many above it."),
        _ => Text($"From {Margin:G6} below the lower quantile to {Margin:G6} above the upper one."),
    };

    /// <summary>
    /// The rule whose intervals contain the target for a wanted share of examples like those of validation: the margin is the
    /// ⌈(n + 1)·coverage⌉-th smallest by which one of the n targets lies outside.
    /// </summary>
    /// <param name="validation">What was predicted for validation data, which nothing was trained on.</param>
    /// <param name="targets">What came of it, [examples] or [examples, 1].</param>
    /// <param name="coverage">The share, above 0 and below 1; 0.9 is customary.</param>
    /// <param name="confidence">
    /// The probability with which the promise is to hold for this very rule, above 0 and below 1; default: on average.
    /// </param>
    /// <exception cref="ArgumentException">The validation data are too few for the wish, or a target is NaN.</exception>
    public static IntervalRule ForCoverage(NumberPrediction validation, Tensor targets, double coverage, double? confidence = null)
    {
        ArgumentNullException.ThrowIfNull(validation);
        float[] strangeness = validation.Strangeness(targets);
        int bad = strangeness.AsSpan().IndexOfAnyExceptInRange(float.MinValue, float.MaxValue);
        if (bad >= 0)
        {
            throw new ArgumentException($"The target of example {bad} is not finite.", nameof(targets));
        }

        Threshold threshold = Threshold.ForCoverage(strangeness, coverage, confidence);
        return new(validation.Kind, threshold.Value, threshold.Guarantee with { Kind = GuaranteeKind.Interval });
    }

    /// <summary>The interval of each example.</summary>
    /// <param name="prediction">What was predicted, of the kind that the rule was calibrated on.</param>
    /// <exception cref="ArgumentException">Another kind.</exception>
    public Interval[] Intervals(NumberPrediction prediction)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        if (prediction.Kind != Kind)
        {
            throw new ArgumentException(
                $"The rule was calibrated on predictions of the kind {Kind}; received {prediction.Kind}. "
                + "Predict as for the validation data.",
                nameof(prediction));
        }

        Interval[] intervals = new Interval[prediction.Count];
        for (int i = 0; i < intervals.Length; i++)
        {
            double margin = (double)Margin * prediction.Scale[i];
            intervals[i] = new(-Outward(margin - prediction.Low[i]), Outward(prediction.High[i] + margin));
        }

        return intervals;
    }

    /// <summary>The least float that is not below a number: rounded down, an end would leave out targets that lie on it.</summary>
    internal static float Outward(double value)
    {
        float nearest = (float)value;
        return nearest < value ? MathF.BitIncrement(nearest) : nearest;
    }

    /// <summary><see cref="Meaning"/>.</summary>
    public override string ToString() => Meaning;

    internal void Write(RuleWriter file)
    {
        file.Kind(s_kinds[(int)Kind]);
        file.Number("margin", Margin);
        Guarantee.Write(Guarantee, file);
    }

    internal static IntervalRule Read(RuleReader file)
    {
        int kind = Array.IndexOf(s_kinds, file.Kind());
        return kind >= 0
            ? new(
                (IntervalKind)kind,
                (float)file.Number("margin", kind == (int)IntervalKind.Quantiles ? float.MinValue : 0, float.MaxValue),
                Guarantee.OfRule(file))
            : throw file.Error("kind", string.Join(", ", s_kinds), $"'{file.Kind()}'");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
