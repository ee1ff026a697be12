using System.Buffers;

namespace Epoche.Simulation;

/// <summary>One game that follows a table of transitions; the classes of the games give it their table and draw it.</summary>
internal sealed class TableGame(EnvironmentSpec spec, TransitionTable table)
{
    private NumPyGenerator? _numPy; // draws the steps of episodes that began as Gymnasium's
    private int _state;

    public EnvironmentSpec Spec => spec;

    public void Reset(ref Rng rng, Span<float> observation)
    {
        _numPy = null;
        _state = table.Start(ref rng);
        Observe(observation);
    }

    public void Reset(NumPyGenerator random, Span<float> observation)
    {
        ArgumentNullException.ThrowIfNull(random);
        _numPy = random;
        _state = table.Starts[Draw(random, table.Starts.Length)];
        Observe(observation);
    }

    public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation)
    {
        ReadOnlySpan<Outcome> outcomes = table.Of(_state, action.Index);
        int drawn = _numPy is not null ? Draw(_numPy, outcomes.Length) : outcomes.Length == 1 ? 0 : rng.NextInt(outcomes.Length);
        Outcome outcome = outcomes[drawn];
        _state = outcome.State;
        Observe(observation);
        return new(outcome.Reward, outcome.Terminated, Truncated: false);
    }

    public void WriteActionMask(Span<bool> allowed) => table.Mask(_state).CopyTo(allowed);

    public void SaveState(IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        if (_numPy is not null)
        {
            throw new InvalidOperationException(
                $"{spec.Name}: an episode with Gymnasium's draws cannot be saved: they are for traces. Reset with an Rng first.");
        }

        new StateWriter(destination).Write(_state);
    }

    public void RestoreState(ReadOnlySpan<byte> state)
    {
        StateReader reader = new(state);
        int found = reader.ReadInt32();
        reader.End();
        reader.Require((uint)found < (uint)table.States);
        (_state, _numPy) = (found, null);
    }

    /// <summary>
    /// One of several outcomes of the same probability as Gymnasium draws it: the first whose cumulative probability is above one uniform
    /// double, which is taken where there is only one outcome too.
    /// </summary>
    private static int Draw(NumPyGenerator random, int outcomes)
    {
        double uniform = random.NextDouble(), sum = 0;
        for (int i = 0; i < outcomes; i++)
        {
            sum += 1.0 / outcomes;
            if (sum > uniform)
            {
                return i;
            }
        }

        return 0; // rounding left the sum below the number: what the maximum of nothing but false is there
    }

    private void Observe(Span<float> observation)
    {
        spec.RequireRoom(observation);
        observation[0] = _state;
    }
}
