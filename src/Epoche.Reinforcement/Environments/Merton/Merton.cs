using System.Buffers;
using Epoche.Kernels;
using Epoche.Simulation;

namespace Epoche;

/// <summary>
/// Merton's problem (1969): divide wealth between a risky and a safe asset, month by month for 40 years, without income, for the
/// utility of what there is in the end. The optimal share of the risky asset is known exactly and always the same,
/// <see cref="MertonOptions.OptimalShare"/>. Continuous actions, double precision.
/// <para>Observation <c>[2]</c>: the share of the time that has passed, ln(wealth/first wealth). Action <c>[1]</c>: the risky asset's
/// share, 0 to 1.5; above 1 the rest is borrowed at the safe rate. Reward: the change of the utility u(W) = (W^(1−γ) − 1)/(1 − γ) of
/// wealth in units of the first, so that a return is the utility of final wealth. Terminates at the end, which is also the time
/// limit.</para>
/// </summary>
public sealed partial class Merton : IStatefulEnvironment
{
    /// <summary>The smallest share of the risky asset.</summary>
    public const float LowestShare = 0;

    /// <summary>The largest share of the risky asset.</summary>
    public const float HighestShare = 1.5f;

    private const double LeastWealth = 1e-9; // only a leveraged share of a market that lost two thirds in a step comes below

    private readonly MertonOptions _options;
    private readonly double _drift, _deviation, _safe; // of a step
    private double _wealth;
    private int _step;

    /// <summary>Merton-v0, or one with other constants.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public Merton(MertonOptions? options = null)
    {
        _options = (options ?? new()).Checked();
        double step = 1.0 / _options.StepsPerYear, variance = _options.Volatility * _options.Volatility;
        _drift = (_options.Drift - (variance / 2)) * step;
        _deviation = _options.Volatility * Math.Sqrt(step);
        _safe = ScalarMath.Exp(_options.SafeRate * step);
        Spec = _options.Spec();
    }

    /// <inheritdoc/>
    public EnvironmentSpec Spec { get; }

    internal static ObservationLayout Layout { get; } = ObservationLayout.Of(new("time", [1]), new("log wealth", [1]));

    internal static InformationSpec Numbers { get; } = InformationSpec.Of("wealth");

    /// <inheritdoc/>
    public void Reset(ref Rng rng, Span<float> observation)
    {
        (_wealth, _step) = (1, 0);
        Observe(observation);
    }

    /// <inheritdoc/>
    public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation)
    {
        if (action.Values.Length != 1)
        {
            throw new ArgumentException(
                $"{Spec.Name}: an action is one number, the share of the risky asset; received "
                + $"{(action.Values.IsEmpty ? $"the index {action.Index}" : $"{action.Values.Length} numbers")}.", nameof(action));
        }

        double share = action.Values[0], before = IsoelasticUtility.Of(_wealth, _options.RiskAversion);
        double risky = ScalarMath.Exp(_drift + (_deviation * rng.NextNormal()));
        _wealth = Math.Max(LeastWealth, _wealth * ((share * risky) + ((1 - share) * _safe)));
        _step++;
        Observe(observation);
        double after = IsoelasticUtility.Of(_wealth, _options.RiskAversion);
        return new((float)(after - before), _step >= _options.Steps, Truncated: false);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is no room for the numbers.</exception>
    public void WriteInformation(Span<float> values)
    {
        Spec.Information.RequireRoom(values);
        values[0] = (float)_wealth;
    }

    /// <inheritdoc/>
    public void SaveState(IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        StateWriter writer = new(destination);
        writer.Write(_wealth);
        writer.Write(_step);
    }

    /// <inheritdoc/>
    public void RestoreState(ReadOnlySpan<byte> state)
    {
        StateReader reader = new(state);
        double wealth = reader.ReadDouble();
        int step = reader.ReadInt32();
        reader.End();
        reader.Require(wealth > 0 && double.IsFinite(wealth) && step >= 0 && step < _options.Steps);
        (_wealth, _step) = (wealth, step);
    }

    private void Observe(Span<float> observation)
    {
        Spec.RequireRoom(observation);
        observation[0] = (float)((double)_step / _options.Steps);
        observation[1] = (float)ScalarMath.Log(_wealth);
    }
}
