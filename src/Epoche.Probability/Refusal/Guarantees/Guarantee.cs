using System.Globalization;

namespace Epoche;

/// <summary>What is promised.</summary>
public enum GuaranteeKind
{
    /// <summary>At least a share of the examples is answered.</summary>
    Coverage,

    /// <summary>At most a share of the answers is wrong.</summary>
    Error,

    /// <summary>At most a share of the examples gets a wrong answer; refusals are not wrong.</summary>
    Risk,

    /// <summary>At most a share of the examples gets an answer without the right class; refusals are not wrong.</summary>
    Set,

    /// <summary>At least a share of the targets lies in their intervals.</summary>
    Interval,
}

/// <summary>
/// A promise about new examples. It holds for examples that come from where the validation data came from, in no particular order
/// (exchangeable), and says nothing about others: that noise or letters are refused is measured, not promised.
/// </summary>
/// <param name="Kind">What is promised.</param>
/// <param name="Level">
/// The share: the least for <see cref="GuaranteeKind.Coverage"/> and <see cref="GuaranteeKind.Interval"/>, else the most.
/// </param>
/// <param name="Confidence">
/// The probability, over validation sets, that the promise holds for the rule that was calibrated; null where it holds
/// on average over validation sets.
/// </param>
/// <param name="Examples">How many validation examples it rests on.</param>
public sealed record Guarantee(GuaranteeKind Kind, double Level, double? Confidence, int Examples)
{
    private const string Key = "guarantee";

    private static readonly string[] s_kinds = ["coverage", "error", "risk", "set", "interval"];

    /// <summary>The promise in words.</summary>
    public string Sentence
    {
        get
        {
            string promise = Kind switch
            {
                GuaranteeKind.Coverage => $"at least {Percent(Level)} of new examples are answered",
                GuaranteeKind.Error => $"at most {Percent(Level)} of the answers to new examples are wrong",
                GuaranteeKind.Interval => $"at least {Percent(Level)} of new targets lie in their intervals",
                GuaranteeKind.Risk => $"at most {Percent(Level)} of new examples get a wrong answer, refusals not counted as wrong",
                _ => $"at most {Percent(Level)} of new examples get an answer without the right class, refusals not counted",
            };
            string when = Confidence is { } confidence ? $"with confidence {Percent(confidence)}" : "on average over validation sets";
            return $"Of examples like the {Examples.ToString("N0", CultureInfo.InvariantCulture)} of the validation set, "
                + $"{promise}; this holds {when}.";
        }
    }

    /// <summary><see cref="Sentence"/>.</summary>
    public override string ToString() => Sentence;

    /// <summary>Writes the guarantee of a rule, where it has one.</summary>
    internal static void Write(Guarantee? guarantee, RuleWriter rule)
    {
        if (guarantee is not null)
        {
            rule.Object(Key, () => guarantee.Write(rule));
        }
    }

    /// <summary>The guarantee of a rule, where it has one.</summary>
    internal static Guarantee? OfRule(RuleReader rule) => rule.Has(Key) ? Read(rule.Object(Key)) : null;

    private void Write(RuleWriter file)
    {
        file.Kind(s_kinds[(int)Kind]);
        file.Number("level", Level);
        if (Confidence is { } confidence)
        {
            file.Number("confidence", confidence);
        }

        file.Integer("examples", Examples);
    }

    private static Guarantee Read(RuleReader file)
    {
        int kind = Array.IndexOf(s_kinds, file.Kind());
        return kind >= 0
            ? new(
                (GuaranteeKind)kind, file.Number("level", 0, 1), file.Has("confidence") ? file.Number("confidence", 0, 1) : null,
                file.Integer("examples", 1, int.MaxValue))
            : throw file.Error("kind", string.Join(", ", s_kinds), $"'{file.Kind()}'");
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.####} %");
}
