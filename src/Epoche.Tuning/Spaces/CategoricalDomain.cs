using Epoche.Tuning;

namespace Epoche;

/// <summary>Choices without an order: texts, numbers, true and false, nothing. Their internal number is their place, from 0.</summary>
public sealed class CategoricalDomain : ParameterDomain
{
    /// <summary>These choices.</summary>
    /// <exception cref="ArgumentException">There is none, one stands there twice, or is a list or a map.</exception>
    public CategoricalDomain(params IReadOnlyList<StudyValue> choices)
    {
        ArgumentNullException.ThrowIfNull(choices);
        if (choices.Count == 0)
        {
            throw new ArgumentException("A parameter has at least one choice; received none.", nameof(choices));
        }

        for (int i = 0; i < choices.Count; i++)
        {
            if (choices[i].Kind is StudyValueKind.List or StudyValueKind.Map)
            {
                throw new ArgumentException(Shown.Message(
                    $"A choice is a text, a number, true, false or null; choice {i} is '{choices[i].Show()}'. Give it a name."),
                        nameof(choices));
            }

            if (choices.Take(i).Contains(choices[i]))
            {
                throw new ArgumentException(
                    Shown.Message($"The choice '{choices[i].Show()}' stands there twice; expected different choices."), nameof(choices));
            }
        }

        Choices = [.. choices];
    }

    /// <summary>The choices.</summary>
    public IReadOnlyList<StudyValue> Choices { get; }

    /// <inheritdoc/>
    public override long? Count => Choices.Count;

    /// <inheritdoc/>
    public override bool IsCategorical => true;

    /// <inheritdoc/>
    public override (double Low, double High) Bounds => (0, Choices.Count - 1);

    /// <inheritdoc/>
    public override StudyValue ToValue(double number) => Contains(number)
        ? Choices[(int)number]
        : throw new ArgumentException($"There is no choice {number}; there are {Choices.Count}, from 0.", nameof(number));

    /// <inheritdoc/>
    public override bool Contains(double number) => number >= 0 && number < Choices.Count && Math.Floor(number) == number;

    /// <inheritdoc/>
    public override string ToString() => $"the choices {string.Join(", ", Choices.Select(choice => choice.Show()))}";

    internal override bool TryNumber(StudyValue value, out double number)
    {
        number = double.NaN;
        for (int i = 0; i < Choices.Count; i++)
        {
            if (Choices[i] == value || (IsNumber(Choices[i]) && IsNumber(value) && Choices[i].AsNumber.Equals(value.AsNumber)))
            {
                number = i;
                return true;
            }
        }

        return false;
    }

    internal override StudyValue ToMap() =>
        DomainText.Of("CategoricalDistribution", new KeyValuePair<string, StudyValue>("choices", StudyValue.OfList(Choices)));

    private protected override double At(double place) => Math.Min(Math.Floor(place * Choices.Count), Choices.Count - 1);

    private protected override double PlaceOf(double number) => (number + 0.5) / Choices.Count;

    private static bool IsNumber(StudyValue value) => value.Kind is StudyValueKind.Integer or StudyValueKind.Number;
}
