using System.Buffers;

namespace Epoche.Simulation;

/// <summary>What is known of an environment by which its rewards can be shaped, in units of rewards.</summary>
internal interface IShaping
{
    /// <summary>Φ: what a state is known to be worth.</summary>
    double Potential(ReadOnlySpan<float> observation);

    /// <summary>
    /// What chance alone added to a step's reward and to γ·Φ of the state that it led to, whatever was done: 0 on average.
    /// </summary>
    /// <param name="observation">Of the state that the step led to.</param>
    /// <param name="information">Beside the step.</param>
    double Luck(ReadOnlySpan<float> observation, ReadOnlySpan<float> information);
}

/// <summary>
/// A batch whose rewards say at once what an action is worth later, r + γ·Φ(s′) − Φ(s), with Φ = 0 where an episode terminated: whatever Φ
/// is, the policy that is best stays so (Ng, Harada and Russell 1999). Luck is left out of both, which changes no mean. Play is scored by
/// the rewards as they are.
/// </summary>
/// <param name="inner">The batch, disposed with this one.</param>
/// <param name="discount">γ of the agent.</param>
/// <param name="shaping">Φ, and what is luck.</param>
internal sealed class ShapedBatch(IBatchEnvironment inner, float discount, IShaping shaping) : IBatchEnvironment, IScoresOtherwise
{
    private const int StateVersion = 1;

    private readonly double[] _potentials = new double[inner.Count]; // Φ(s)
    private readonly int _width = inner.Spec.Observation.ElementCount, _numbers = inner.Spec.Information.Count;
    private readonly SoleUse _use = BatchChecks.SoleUse();

    public EnvironmentSpec Spec => inner.Spec;

    public int Count => inner.Count;

    public IBatchEnvironment WithCount(int count) => new ShapedBatch(inner.WithCount(count), discount, shaping);

    public IBatchEnvironment ForScores(int count) => inner.ForScores(count);

    public void Reset(ulong seed, Span<float> observations)
    {
        using SoleUse.Scope use = _use.Enter();
        inner.Reset(seed, observations);
        for (int i = 0; i < Count; i++)
        {
            _potentials[i] = shaping.Potential(Row(observations, i));
        }
    }

    public void Step(in BatchActions actions, in BatchTransition result)
    {
        using SoleUse.Scope use = _use.Enter();
        inner.Step(actions, result);
        for (int i = 0; i < Count; i++)
        {
            ReadOnlySpan<float> reached = Row(result.Ended(i) ? result.FinalObservations : result.Observations, i);
            double began = shaping.Potential(Row(result.Observations, i));
            double after = result.Terminated[i] ? 0 : result.Ended(i) ? shaping.Potential(reached) : began;
            double luck = shaping.Luck(reached, result.Information.Slice(i * _numbers, _numbers));
            result.Rewards[i] = (float)(result.Rewards[i] + (discount * after) - _potentials[i] - luck);
            _potentials[i] = began;
        }
    }

    public void WriteActionMasks(Span<bool> allowed)
    {
        using SoleUse.Scope use = _use.Enter();
        inner.WriteActionMasks(allowed);
    }

    public void SaveState(IBufferWriter<byte> destination)
    {
        using SoleUse.Scope use = _use.Enter();
        ArgumentNullException.ThrowIfNull(destination);
        ArrayBufferWriter<byte> within = new();
        inner.SaveState(within);
        StateWriter writer = new(destination);
        writer.WriteHeader(StateVersion, Kind, Count);
        writer.Write(within.WrittenCount);
        writer.WriteAll(within.WrittenSpan);
        writer.WriteAll<double>(_potentials);
    }

    public void RestoreState(ReadOnlySpan<byte> state)
    {
        using SoleUse.Scope use = _use.Enter();
        StateReader reader = new(state);
        reader.ReadHeader(StateVersion, Kind, Count);
        ReadOnlySpan<byte> within = reader.Take(reader.ReadCount(1));
        reader.Expect(_potentials.Length * sizeof(double));
        inner.RestoreState(within);
        reader.ReadAll<double>(_potentials);
    }

    public void Dispose() => inner.Dispose();

    private string Kind => $"{Spec.Name}, shaped";

    private ReadOnlySpan<float> Row(ReadOnlySpan<float> observations, int i) => observations.Slice(i * _width, _width);
}
