using System.Buffers;
using Epoche.Simulation;

namespace Epoche;

/// <summary>
/// The five games of MinAtar (Young and Tian 2019, arXiv:1903.03176), small cousins of Atari's on 10×10 cells, written from a description
/// of their rules. The scalar form; agents train on <see cref="Batch"/>, which plays the same bits.
/// <para>Observation <c>[10, 10, channels]</c>, row 0 on top: 1 where the thing that a channel stands for is, else 0; <see
/// cref="MinAtarGame"/> names the channels. Actions: those of none, left, up, right, down and fire that do something in the game, in this
/// order, or all six (<see cref="MinAtarOptions.AllActions"/>). With a probability of 0.1 the action executed last is repeated
/// instead. That memory outlives an episode; it begins with none on a stream from which nothing was drawn.</para>
/// <para>Truncated after 2,500 frames in Freeway, which has no other end, and after 10,000 in the others, which end when the player does.
/// Chance comes from the environment's stream, not from the generator of the published games: episodes are alike in distribution, not one
/// by one. docs/minatar.md has the rules.</para>
/// </summary>
public sealed partial class MinAtar : IStatefulEnvironment
{
    private readonly MinAtarCore _core;
    private readonly MinAtarOptions _options;
    private readonly int[] _actions;
    private readonly ulong _sticky;
    private int _last;

    /// <summary>One of the games.</summary>
    /// <param name="game">Which.</param>
    /// <param name="options">What may differ; null for the defaults.</param>
    /// <exception cref="ArgumentException">There is no such game, or an option lies outside its range.</exception>
    public MinAtar(MinAtarGame game, MinAtarOptions? options = null)
    {
        _options = options ?? new();
        _options.Validate();
        _core = MinAtarCore.Of(game);
        _actions = _core.Rules.ActionsOf(_options);
        _sticky = MinAtarLanes<BreakoutGame>.StickyThreshold(_options);
        Spec = _core.Rules.Spec(_options);
        ActionNames = [.. _actions.Select(action => MinAtarActions.Names[action])];
    }

    /// <inheritdoc/>
    public EnvironmentSpec Spec { get; }

    /// <summary>Many of them at once.</summary>
    /// <param name="game">Which game.</param>
    /// <param name="count">How many environments.</param>
    /// <param name="options">What may differ; null for the defaults.</param>
    /// <exception cref="ArgumentException">
    /// There is no such game, <paramref name="count"/> is not positive, or an option lies outside its range.
    /// </exception>
    public static IBatchEnvironment Batch(MinAtarGame game, int count, MinAtarOptions? options = null) =>
        MinAtarCore.Of(game).Batch(count, options ?? new());

    /// <inheritdoc/>
    public void Reset(ref Rng rng, Span<float> observation)
    {
        _last = rng.Position == 0 ? MinAtarActions.None : _last;
        _core.Begin(ref rng);
        Observe(observation);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The action is none of the game's.</exception>
    public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation)
    {
        CountChecks.Below(_actions.Length, action.Index);
        _last = MinAtarLanes<BreakoutGame>.Stick(ref rng, _actions[action.Index], _last, _sticky);
        float reward = _core.Advance(_last, _options.Ramping, ref rng, out bool terminated);
        Observe(observation);
        return new(reward, terminated, Truncated: false);
    }

    /// <inheritdoc/>
    public void SaveState(IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        StateWriter writer = new(destination);
        writer.Write(_last);
        _core.Save(writer);
    }

    /// <inheritdoc/>
    public void RestoreState(ReadOnlySpan<byte> state)
    {
        StateReader reader = new(state);
        _last = reader.ReadInt32();
        reader.Require((uint)_last < MinAtarActions.Names.Count);
        _core.Restore(ref reader);
        reader.End();
    }

    private void Observe(Span<float> observation)
    {
        Spec.RequireRoom(observation);
        observation[..Spec.Observation.ElementCount].Clear();
        _core.Show(observation);
    }
}
