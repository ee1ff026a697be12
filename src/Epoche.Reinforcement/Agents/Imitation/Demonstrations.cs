namespace Epoche;

/// <summary>
/// Pairs of what was seen and what was done there: recorded from any player, added one by one, made of arrays or read from a CSV file. What
/// <see cref="BehaviourCloning"/> learns from.
/// </summary>
/// <example><code>
/// Demonstrations pairs = Demonstrations.Record(environment, player, count: 2_000);
/// pairs.Save("player.csv");
/// </code></example>
public sealed partial class Demonstrations
{
    private readonly PairLayout _layout;
    private float[] _rows = [];

    /// <summary>Makes an empty record.</summary>
    /// <param name="spec">The environment that is played.</param>
    public Demonstrations(EnvironmentSpec spec)
    {
        _layout = new(spec);
        Spec = spec;
    }

    /// <summary>What was played.</summary>
    public EnvironmentSpec Spec { get; }

    /// <summary>How many pairs there are.</summary>
    public int Count { get; private set; }

    /// <summary>Makes pairs of arrays of yours; they are copied.</summary>
    /// <param name="spec">The environment.</param>
    /// <param name="observations"><c>[count, …observation]</c>.</param>
    /// <param name="actions">
    /// An index for each, <c>[count]</c>; one for each part or bit, or the numbers of continuous actions, <c>[count, width]</c>.
    /// </param>
    /// <param name="allowed">Which actions were allowed, <c>[count, actions]</c>; empty: all.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, a number is not finite, or an action is none.</exception>
    public static Demonstrations Of(
        EnvironmentSpec spec, ReadOnlySpan<float> observations, BatchActions actions, ReadOnlySpan<bool> allowed = default)
    {
        Demonstrations pairs = new(spec);
        pairs.Add(observations, actions, allowed);
        return pairs;
    }

    /// <summary>Lets a player play one episode after the other, and records what it saw and did.</summary>
    /// <param name="environment">What to play; neither stepped nor disposed.</param>
    /// <param name="player">Who plays: an agent's policy, a scripted player, code of yours.</param>
    /// <param name="count">How many pairs, at least 1.</param>
    /// <param name="options">How often to record, how much noise, which episodes. Default: see there.</param>
    /// <param name="cancellation">Checked at every step.</param>
    /// <exception cref="ArgumentException">A value is out of its range, or the player gives an action that is none.</exception>
    /// <exception cref="NonFiniteException">An observation or reward is NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static Demonstrations Record(
        IBatchEnvironment environment, IPolicy player, int count, DemonstrationOptions? options = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(player);
        OptionChecks.AtLeastOne(count, "pairs");
        options ??= new();
        options.Validate();
        using IBatchEnvironment one = environment.WithCount(1);
        Demonstrations pairs = new(one.Spec);
        pairs.Reserve(count);
        pairs.Play(one, player, count, options, cancellation);
        return pairs;
    }

    /// <summary>Adds pairs.</summary>
    /// <param name="observations"><c>[count, …observation]</c>.</param>
    /// <param name="actions">What was done on each.</param>
    /// <param name="allowed">Which actions were allowed, <c>[count, actions]</c>; empty: all.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, a number is not finite, or an action is none; nothing was added.</exception>
    public void Add(ReadOnlySpan<float> observations, BatchActions actions, ReadOnlySpan<bool> allowed = default)
    {
        int count = observations.Length / _layout.Observation;
        int given = _layout.IsContinuous ? actions.Values.Length : actions.Indices.Length;
        if (observations.Length != count * _layout.Observation || given != count * _layout.Action
            || (!allowed.IsEmpty && allowed.Length != count * _layout.Mask))
        {
            throw new ArgumentException(
                $"Pairs of {Spec.Label} are {_layout.Observation} numbers of an observation, {_layout.Action} of an action "
                + $"({Spec.Actions}) and {_layout.Mask} of a mask each; received {observations.Length}, {given} and {allowed.Length}.",
                nameof(actions));
        }

        Reserve(Count + count);
        for (int i = 0; i < count; i++)
        {
            Span<float> row = Row(Count + i);
            _layout.Write(row, observations, actions, allowed, i);
            if (_layout.Problem(row) is { } problem)
            {
                throw new ArgumentException($"Pair {i} of {Spec.Label}: {problem}.", nameof(actions));
            }
        }

        Count += count;
    }

    /// <summary>Adds those of another record of the same environment.</summary>
    /// <exception cref="ArgumentException">It is of an environment with other observations or actions.</exception>
    public void Add(Demonstrations other)
    {
        ArgumentNullException.ThrowIfNull(other);
        SpaceChecks.RequireSpacesOf(Spec, other.Spec);
        Reserve(Count + other.Count);
        other._rows.AsSpan(0, other.Count * _layout.Width).CopyTo(_rows.AsSpan(Count * _layout.Width));
        Count += other.Count;
    }

    /// <summary>
    /// The pairs as examples: the observation as the input; as the target the action, an index of shape [] or numbers, and behind it, where
    /// actions can be forbidden, 1 or 0 for each.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is no pair.</exception>
    public Dataset ToDataset()
    {
        if (Count == 0)
        {
            throw new InvalidOperationException($"There are no pairs of {Spec.Label} yet: record a player, or Add some.");
        }

        float[] inputs = new float[Count * _layout.Observation], targets = new float[Count * _layout.Target];
        for (int i = 0; i < Count; i++)
        {
            ReadOnlySpan<float> row = Row(i);
            row[.._layout.Observation].CopyTo(inputs.AsSpan(i * _layout.Observation));
            row[_layout.Observation..].CopyTo(targets.AsSpan(i * _layout.Target));
        }

        return new(inputs, Spec.Observation, targets, _layout.TargetShape);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Count} pairs of {Spec.Label}";

    private Span<float> Row(int pair) => _rows.AsSpan(pair * _layout.Width, _layout.Width);

    private void Reserve(int count)
    {
        OptionChecks.Fits(count, _layout.Width, "pairs", nameof(count));
        if (_rows.Length < count * _layout.Width)
        {
            Array.Resize(ref _rows, (int)Math.Min(Array.MaxLength, Math.Max((long)count * _layout.Width, 2L * _rows.Length)));
        }
    }

    /// <summary>
    /// Each step is recorded by chance: a fixed distance would always hit the same half of a push to the left and a push to the right.
    /// </summary>
    private void Play(IBatchEnvironment one, IPolicy player, int count, DemonstrationOptions options, CancellationToken cancellation)
    {
        Rng chance = Rng.Stream(options.Seed, "records"), noise = Rng.Stream(options.Seed, "noise");
        TransitionBuffers buffers = new(one);
        (int[] indices, float[] values) = Spec.Actions.Room(1);
        ReadOnlySpan<int> lanes = [0];
        one.Reset(options.Seed, buffers.Observations);
        one.WriteActionMasks(buffers.ActionMasks);
        TransitionGuard.Begun(Spec, 0, buffers.Observations);
        player.Begin(lanes);
        for (long step = 1; Count < count; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            player.Act(buffers.Observations, lanes, Spec.Actions.To(indices, values, buffers.ActionMasks));
            BatchActions actions = Spec.Actions.Of(indices, values);
            if (chance.NextInt(options.Every) == 0)
            {
                Add(buffers.Observations, actions, buffers.ActionMasks);
            }

            if (options.Noise > 0 && noise.NextBoolean(options.Noise))
            {
                Disturb(indices, values, buffers.ActionMasks, ref noise);
            }

            one.Step(actions, buffers.View);
            TransitionGuard.Played(Spec, step, buffers.View, 0, episode: 0);
            player.Observe(lanes, actions, buffers.Rewards);
            if (buffers.View.Ended(0))
            {
                player.Begin(lanes);
            }
        }
    }

    private void Disturb(int[] indices, float[] values, ReadOnlySpan<bool> allowed, ref Rng noise)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = noise.NextSingle(Spec.Actions.Low[i], Spec.Actions.High[i]);
        }

        Spec.Actions.Draw(allowed, ref noise, indices);
    }
}
