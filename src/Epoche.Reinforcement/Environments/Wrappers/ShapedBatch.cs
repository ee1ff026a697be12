using System.Buffers;

namespace Epoche.Simulation;

/// <summary>Φ: what a state is known to be worth, from its observation, in units of rewards.</summary>
internal delegate double Potential(ReadOnlySpan<float> observation);

/// <summary>
/// A batch whose rewards say at once what an action is worth later, r + γ·Φ(s′) − Φ(s), with Φ = 0 where an episode terminated: whatever Φ
/// is, the policy that is best stays so (Ng, Harada and Russell 1999). Play is scored by the rewards as they are.
/// </summary>
/// <param name="inner">The batch, disposed with this one.</param>
/// <param name="discount">γ of the agent.</param>
/// <param name="potential">Φ.</param>
internal sealed class ShapedBatch(IBatchEnvironment inner, float discount, Potential potential) : IBatchEnvironment, IScoresOtherwise
{
    private const int StateVersion = 1;

    private readonly double[] _potentials = new double[inner.Count]; // Φ(s)
    private readonly int _width = inner.Spec.Observation.ElementCount;
    private readonly SoleUse _use = BatchChecks.SoleUse();

    public EnvironmentSpec Spec => inner.Spec;

    public int Count => inner.Count;

    public IBatchEnvironment WithCount(int count) => new ShapedBatch(inner.WithCount(count), discount, potential);

    public IBatchEnvironment ForScores(int count) => inner.ForScores(count);

    public void Reset(ulong seed, Span<float> observations)
    {
        using SoleUse.Scope use = _use.Enter();
        inner.Reset(seed, observations);
        for (int i = 0; i < Count; i++)
        {
            _potentials[i] = potential(Row(observations, i));
        }
    }

    public void Step(in BatchActions actions, in BatchTransition result)
    {
        using SoleUse.Scope use = _use.Enter();
        inner.Step(actions, result);
        for (int i = 0; i < Count; i++)
        {
            double began = potential(Row(result.Observations, i)), after = began;
            if (result.Ended(i))
            {
                after = result.Terminated[i] ? 0 : potential(Row(result.FinalObservations, i));
            }

            result.Rewards[i] = (float)(result.Rewards[i] + (discount * after) - _potentials[i]);
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
