using System.Buffers;
using Epoche.Simulation;

namespace Epoche;

/// <summary>
/// Fetch a passenger at one of four places and bring them to another (Dietterich 2000; Taxi-v3 of Gymnasium, by a table of transitions).
/// <para>Observation <c>[1]</c>: ((row · 5 + column) · 5 + passenger) · 4 + destination, the places R (0), G (1), Y (2), B (3), and the
/// passenger in the taxi 4. Actions: south (0), north (1), east (2), west (3), pick up (4), drop off (5). Reward −1 a step, 20 for the
/// delivery, which terminates; a passenger put down at another place waits there. Truncated after 200 steps. An episode starts in any
/// cell, with a passenger who waits at one place and wants to another.</para>
/// <para>Masks forbid what Gymnasium's <c>info["action_mask"]</c> does: to drive against a wall, to pick up where nobody waits, to drop
/// off where there is no place or nobody in the taxi. There, such an action changes nothing and costs 1, or 10 for the last two; here it is
/// refused. The best return is from 3 to 15 by the start, 7.93 in the mean: Gymnasium's threshold of 8 is beyond every policy, and not
/// in the spec.</para>
/// </summary>
public sealed partial class Taxi : IStatefulEnvironment, IGymnasiumSeeding
{
    private readonly TableGame _game = new(TaxiRules.Spec, TaxiRules.Table);

    /// <inheritdoc/>
    public EnvironmentSpec Spec => TaxiRules.Spec;

    /// <summary>The rules, written out.</summary>
    internal static TransitionTable Table => TaxiRules.Table;

    /// <summary>Many of them at once: the same episodes, faster.</summary>
    /// <param name="count">How many environments.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    public static IBatchEnvironment Batch(int count) => new TableBatch(TaxiRules.Spec, TaxiRules.Table, count);

    /// <inheritdoc/>
    public void Reset(ref Rng rng, Span<float> observation) => _game.Reset(ref rng, observation);

    /// <inheritdoc/>
    public void Reset(NumPyGenerator random, Span<float> observation) => _game.Reset(random, observation);

    /// <inheritdoc/>
    public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation) => _game.Step(action, ref rng, observation);

    /// <inheritdoc/>
    public void WriteActionMask(Span<bool> allowed) => _game.WriteActionMask(allowed);

    /// <inheritdoc/>
    public void SaveState(IBufferWriter<byte> destination) => _game.SaveState(destination);

    /// <inheritdoc/>
    public void RestoreState(ReadOnlySpan<byte> state) => _game.RestoreState(state);
}
