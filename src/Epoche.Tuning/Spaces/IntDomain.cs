using Epoche.Kernels;
using Epoche.Tuning;

namespace Epoche;

/// <summary>Whole numbers from a least to a greatest, both included; evenly, by the logarithm, or in steps.</summary>
public sealed class IntDomain : ParameterDomain
{
    private const long Most = 1L << 53; // what a number in double precision holds

    private readonly double _from, _to; // what the unit interval stands for where it is searched by the logarithm

    /// <summary>A range.</summary>
    /// <param name="low">The least number.</param>
    /// <param name="high">The greatest.</param>
    /// <param name="log">Whether it is searched by the logarithm: as often between 10 and 100 as between 100 and 1,000.</param>
    /// <param name="step">The distance of the values from each other.</param>
    /// <exception cref="ArgumentException">
    /// The lower bound is above the upper, or below 1 where its logarithm is taken; the step is not positive, does not lead from the one
    /// bound to the other or is combined with the logarithm; or a bound is beyond 2⁵³.
    /// </exception>
    public IntDomain(long low, long high, bool log = false, long step = 1)
    {
        RangeChecks.Bounds(low, high, log);
        if (low < -Most || high > Most)
        {
            throw new ArgumentException($"Whole numbers of a space lie within ±2⁵³; received {low} and {high}.", nameof(low));
        }

        RangeChecks.Step(step, log && step != 1);
        if ((high - low) % step != 0)
        {
            throw new ArgumentException(
                $"Steps of {step} from {low} do not reach {high}; the greatest that they reach is {high - ((high - low) % step)}. "
                + "Write that as high.", nameof(step));
        }

        (Low, High, IsLogarithmic, Step) = (low, high, log, step);
        (_from, _to) = log ? (ScalarMath.Log(low - 0.5), ScalarMath.Log(high + 0.5)) : (low, high);
    }

    /// <summary>The least number.</summary>
    public long Low { get; }

    /// <summary>The greatest number.</summary>
    public long High { get; }

    /// <summary>The distance of the values from each other.</summary>
    public long Step { get; }

    /// <inheritdoc/>
    public override bool IsLogarithmic { get; }

    /// <inheritdoc/>
    public override long? Count => ((High - Low) / Step) + 1;

    /// <inheritdoc/>
    public override double Spacing => Step;

    /// <inheritdoc/>
    public override (double Low, double High) Bounds => (Low, High);

    /// <inheritdoc/>
    public override StudyValue ToValue(double number) => Contains(number)
        ? (long)number
        : throw new ArgumentException($"The number {number} is not among {this}.", nameof(number));

    /// <inheritdoc/>
    public override bool Contains(double number) =>
        number >= Low && number <= High && Math.Floor(number) == number && ((long)number - Low) % Step == 0;

    /// <summary>The nearest number of the domain.</summary>
    /// <exception cref="ArgumentException"><paramref name="number"/> is NaN.</exception>
    public double Nearest(double number)
    {
        RangeChecks.NotNaN(number);
        return Low + (Math.Round((Math.Clamp(number, Low, High) - Low) / Step) * Step);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"whole numbers {Low} to {High}{(IsLogarithmic ? ", by the logarithm" : "")}{(Step != 1 ? $", in steps of {Step}" : "")}";

    internal override bool TryNumber(StudyValue value, out double number)
    {
        number = value.Kind is StudyValueKind.Integer or StudyValueKind.Number ? value.AsNumber : double.NaN;
        return Contains(number);
    }

    internal override StudyValue ToMap() => DomainText.Of(
        "IntDistribution", new("log", IsLogarithmic), new("step", Step), new("low", Low), new("high", High));

    private protected override double At(double place) => IsLogarithmic
        ? Math.Clamp(Math.Round(ScalarMath.Exp(_from + (place * (_to - _from)))), Low, High)
        : Low + (Math.Min(Math.Floor(place * Count!.Value), Count.Value - 1) * Step);

    private protected override double PlaceOf(double number) => IsLogarithmic
        ? (ScalarMath.Log(number) - _from) / (_to - _from)
        : (((number - Low) / Step) + 0.5) / Count!.Value;
}
