using System.Buffers;
using Epoche.Simulation;

namespace Epoche;

/// <summary>
/// Walk along a cliff to the goal: the example that parts Q-learning from SARSA (Sutton and Barto, example 6.6; CliffWalking-v1 of
/// Gymnasium, by a table of transitions).
/// <para>Observation <c>[1]</c>: the cell of 4 rows of 12, row · 12 + column, counted from the top left. Actions: up (0), right (1), down
/// (2), left (3); a step against the edge stays. Reward −1 a step; a step over the cliff between start and goal costs −100 and leads back
/// to the start. Terminates at the goal only; the best return is −13.</para>
/// <para>Truncated after 1,000 steps. Gymnasium registers no limit and leaves it to who runs the environment; without one, the greedy
/// policy of an untrained agent would never end.</para>
/// </summary>
public sealed partial class CliffWalking : IStatefulEnvironment, IGymnasiumSeeding
{
    private readonly TableGame _game = new(CliffWalkingRules.Spec, CliffWalkingRules.Table);

    /// <inheritdoc/>
    public EnvironmentSpec Spec => CliffWalkingRules.Spec;

    /// <summary>The rules, written out.</summary>
    internal static TransitionTable Table => CliffWalkingRules.Table;

    /// <summary>Many of them at once: the same episodes, faster.</summary>
    /// <param name="count">How many environments.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    public static IBatchEnvironment Batch(int count) => new TableBatch(CliffWalkingRules.Spec, CliffWalkingRules.Table, count);

    /// <inheritdoc/>
    public void Reset(ref Rng rng, Span<float> observation) => _game.Reset(ref rng, observation);

    /// <inheritdoc/>
    public void Reset(NumPyGenerator random, Span<float> observation) => _game.Reset(random, observation);

    /// <inheritdoc/>
    public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation) => _game.Step(action, ref rng, observation);

    /// <inheritdoc/>
    public void SaveState(IBufferWriter<byte> destination) => _game.SaveState(destination);

    /// <inheritdoc/>
    public void RestoreState(ReadOnlySpan<byte> state) => _game.RestoreState(state);
}
