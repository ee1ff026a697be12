using Epoche.Kernels;
using Epoche.Tuning;

namespace Epoche;

/// <summary>Numbers from a least to a greatest, both included; evenly, by the logarithm, or in steps.</summary>
public sealed class FloatDomain : ParameterDomain
{
    private readonly double _from, _to; // what the unit interval stands for: the bounds, their logarithms

    /// <summary>A range.</summary>
    /// <param name="low">The least number.</param>
    /// <param name="high">The greatest.</param>
    /// <param name="log">Whether it is searched by the logarithm: as often between .001 and .01 as between .01 and .1.</param>
    /// <param name="step">The distance of the values from each other; null for all numbers.</param>
    /// <exception cref="ArgumentException">
    /// A bound is not finite or above the other, the logarithm of the lower one does not exist, the step is not positive, does not lead
    /// from the one bound to the other or is combined with the logarithm.
    /// </exception>
    public FloatDomain(double low, double high, bool log = false, double? step = null)
    {
        RangeChecks.Bounds(low, high, log);
        if (step is { } distance)
        {
            RangeChecks.Step(distance, log);
            double steps = Math.Round((high - low) / distance);
            if (Math.Abs(low + (steps * distance) - high) > 1e-8 * Math.Max(distance, Math.Abs(high)))
            {
                double below = low + (Math.Floor((high - low) / distance) * distance);
                throw new ArgumentException(
                    $"Steps of {distance} from {low} do not reach {high}; the greatest that they reach is {below}. Write that as high.",
                    nameof(step));
            }

            Count = (long)steps + 1;
        }

        (Low, High, IsLogarithmic, Step) = (low, high, log, step);
        (_from, _to) = log ? (ScalarMath.Log(low), ScalarMath.Log(high)) : (low, high);
    }

    /// <summary>The least number.</summary>
    public double Low { get; }

    /// <summary>The greatest number.</summary>
    public double High { get; }

    /// <summary>The distance of the values from each other; null for all numbers between.</summary>
    public double? Step { get; }

    /// <inheritdoc/>
    public override bool IsLogarithmic { get; }

    /// <inheritdoc/>
    public override long? Count { get; }

    /// <inheritdoc/>
    public override double Spacing => Step ?? 0;

    /// <inheritdoc/>
    public override (double Low, double High) Bounds => (Low, High);

    private protected override bool IsPoint => Low == High;

    /// <inheritdoc/>
    public override StudyValue ToValue(double number) => Contains(number)
        ? number
        : throw new ArgumentException($"The number {number} is not among {this}.", nameof(number));

    /// <inheritdoc/>
    public override bool Contains(double number) => number >= Low && number <= High
        && (Step is not { } step || Math.Abs(((number - Low) / step) - Math.Round((number - Low) / step)) < 1e-8);

    /// <summary>The nearest number of the domain.</summary>
    /// <exception cref="ArgumentException"><paramref name="number"/> is NaN.</exception>
    public double Nearest(double number)
    {
        RangeChecks.NotNaN(number);
        double inside = Math.Clamp(number, Low, High);
        return Step is { } step ? Math.Min(High, Low + (Math.Round((inside - Low) / step) * step)) : inside;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{StudyValue.NumberText(Low)} to {StudyValue.NumberText(High)}{(IsLogarithmic ? ", by the logarithm" : "")}"
        + (Step is { } step ? $", in steps of {StudyValue.NumberText(step)}" : "");

    internal override bool TryNumber(StudyValue value, out double number)
    {
        number = value.Kind is StudyValueKind.Integer or StudyValueKind.Number ? value.AsNumber : double.NaN;
        return Contains(number);
    }

    internal override StudyValue ToMap() => DomainText.Of(
        "FloatDistribution",
        new("step", Step is { } step ? step : default(StudyValue)), new("low", Low), new("high", High), new("log", IsLogarithmic));

    private protected override double At(double place)
    {
        if (Step is { } step)
        {
            return Math.Min(High, Low + (Math.Min(Math.Floor(place * Count!.Value), Count.Value - 1) * step));
        }

        double number = _from + (place * (_to - _from));
        return Math.Clamp(IsLogarithmic ? ScalarMath.Exp(number) : number, Low, High);
    }

    private protected override double PlaceOf(double number) =>
        Step is { } step ? (Math.Round((number - Low) / step) + 0.5) / Count!.Value
        : IsPoint ? 0.5
        : Math.Clamp(((IsLogarithmic ? ScalarMath.Log(number) : number) - _from) / (_to - _from), 0, 1);
}
