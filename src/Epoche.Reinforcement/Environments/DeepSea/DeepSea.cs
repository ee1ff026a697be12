using System.Buffers;
using Epoche.Simulation;

namespace Epoche;

/// <summary>
/// Dive through a sea of N×N cells to the treasure at its far corner: the test of deep exploration (Osband et al. 2020, bsuite; the
/// deterministic version). A step sinks by a row and goes left or right; which of the two actions means which is fixed for each cell, at
/// random. To the right costs 0.01/N; right in the last column, which only N steps to the right reach, earns 1. Who tries at random finds
/// it once in 2^N episodes.
/// <para>Observation <c>[N, N, 1]</c>: 1 in the diver's cell, row 0 on top, else 0; all 0 after the last step. Actions: 0 and 1.
/// Terminates after N steps, which is also the time limit. An episode starts at the top left; nothing in it is random. The best return
/// is 0.99.</para>
/// </summary>
public sealed partial class DeepSea : IStatefulEnvironment
{
    private readonly DeepSeaRules _rules;
    private int _row, _column;

    /// <summary>A sea of some size.</summary>
    /// <param name="size">N, rows and columns. Default 10; from 2 to 200. bsuite has 10, 12, … 50.</param>
    /// <param name="mappingSeed">Decides which action means right in which cell. Default 42, that of bsuite.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is out of its range.</exception>
    public DeepSea(int size = 10, uint mappingSeed = DeepSeaRules.PublishedMapping) => _rules = new(size, mappingSeed);

    /// <inheritdoc/>
    public EnvironmentSpec Spec => _rules.Spec;

    /// <summary>Many of them at once: the same episodes, faster.</summary>
    /// <param name="count">How many environments.</param>
    /// <param name="size">N, rows and columns.</param>
    /// <param name="mappingSeed">Decides which action means right in which cell.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static IBatchEnvironment Batch(int count, int size = 10, uint mappingSeed = DeepSeaRules.PublishedMapping) =>
        new DeepSeaBatch(new DeepSeaRules(size, mappingSeed), count);

    /// <inheritdoc/>
    public void Reset(ref Rng rng, Span<float> observation)
    {
        (_row, _column) = (0, 0);
        Observe(observation);
    }

    /// <inheritdoc/>
    public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation)
    {
        float reward = _rules.Advance(action.Index, ref _row, ref _column);
        Observe(observation);
        return new(reward, Terminated: _row == _rules.Size, Truncated: false);
    }

    /// <inheritdoc/>
    public void SaveState(IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        StateWriter writer = new(destination);
        writer.Write(_row);
        writer.Write(_column);
    }

    /// <inheritdoc/>
    public void RestoreState(ReadOnlySpan<byte> state)
    {
        StateReader reader = new(state);
        _row = reader.ReadInt32();
        _column = reader.ReadInt32();
        reader.End();
        reader.Require((uint)_row <= (uint)_rules.Size && (uint)_column < (uint)_rules.Size);
    }

    private void Observe(Span<float> observation)
    {
        Spec.RequireRoom(observation);
        observation[..(_rules.Size * _rules.Size)].Clear();
        if (_row < _rules.Size)
        {
            observation[(_row * _rules.Size) + _column] = 1;
        }
    }
}
