using System.Buffers;
using Epoche.Simulation;

namespace Epoche;

/// <summary>
/// Cross a frozen lake to the goal without falling into a hole, on ice so slippery that a step goes its way or to either side with the
/// same probability (FrozenLake-v1 and FrozenLake8x8-v1 of Gymnasium, by a table of transitions).
/// <para>Observation <c>[1]</c>: the cell, row · size + column, counted from the top left, where episodes start. Actions: left (0),
/// down (1), right (2), up (3); a step against the edge stays. Reward 1 at the goal, else 0; goal and holes terminate. Truncated after 100
/// steps (4×4) or 200 (8×8).</para>
/// <para>The best mean return is 0.7442 (4×4) and 0.9132 (8×8), by a policy that knows how many steps are left; of those that do not,
/// about 0.7402 and 0.8857.</para>
/// </summary>
public sealed partial class FrozenLake : IStatefulEnvironment, IGymnasiumSeeding
{
    private readonly FrozenLakeRules _rules;
    private readonly TableGame _game;

    /// <summary>FrozenLake-v1 or FrozenLake8x8-v1.</summary>
    /// <param name="size">Rows and columns: 4 or 8.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another size.</exception>
    public FrozenLake(int size = 4)
    {
        _rules = FrozenLakeRules.Of(size);
        _game = new(_rules.Spec, _rules.Table);
    }

    /// <inheritdoc/>
    public EnvironmentSpec Spec => _rules.Spec;

    /// <summary>The rules, written out.</summary>
    internal TransitionTable Table => _rules.Table;

    /// <summary>Many of them at once: the same episodes, faster.</summary>
    /// <param name="count">How many environments.</param>
    /// <param name="size">Rows and columns: 4 or 8.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive, or another size.</exception>
    public static IBatchEnvironment Batch(int count, int size = 4)
    {
        FrozenLakeRules rules = FrozenLakeRules.Of(size);
        return new TableBatch(rules.Spec, rules.Table, count);
    }

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
