namespace Epoche;

/// <summary>
/// Plays by drawing from a policy and gathers whole episodes that it played from their beginning: as many of each environment, so that
/// short ones, of which there would be more, count no more than long ones. Episodes that began before the last update are not learned
/// from.
/// </summary>
internal sealed class EpisodeGatherer : IStateful
{
    private readonly EnvironmentSpec _spec;
    private readonly ActorCritic _network;
    private readonly int _each;
    private readonly float _discount;
    private EpisodeRows[] _playing = [];
    private int[] _finished = []; // of each environment since the last update; −1: the one that is played began before
    private int[] _ages = []; // steps of the episodes that are played
    private float[] _drawn = [], _densities = [], _values = [];
    private readonly float[] _after = [0];
    private Rng _drawing;

    public EpisodeGatherer(EnvironmentSpec spec, ActorCritic network, int each, float discount, ulong seed)
    {
        (_spec, _network, _each, _discount) = (spec, network, each, discount);
        Rows = new(spec, network.Head.ActionWidth);
        _drawing = Rng.Stream(seed, "policy");
    }

    /// <summary>All steps of the episodes so far, with their returns.</summary>
    public EpisodeRows Rows { get; }

    /// <summary>How many episodes they are.</summary>
    public int Episodes => _each * _playing.Length;

    /// <summary>Whether there are enough of every environment.</summary>
    public bool IsComplete => !_finished.AsSpan().ContainsAnyExcept(_each);

    /// <summary>What follows an episode that was cut off where the network is not asked; null: it is.</summary>
    public float? Following { get; set; }

    int IStateful.StateVersion => 1;

    public void Allocate(int environments)
    {
        _playing = new EpisodeRows[environments];
        for (int i = 0; i < environments; i++)
        {
            _playing[i] = new(_spec, _network.Head.ActionWidth);
        }

        (_finished, _ages) = (new int[environments], new int[environments]);
        _drawn = new float[environments * _network.Head.ActionWidth];
        (_densities, _values) = (new float[environments], new float[environments]);
    }

    /// <summary>Episodes begin again everywhere.</summary>
    public void Begin()
    {
        Rows.Clear();
        Array.Clear(_finished);
        Array.Clear(_ages);
        foreach (EpisodeRows episode in _playing)
        {
            episode.Clear();
        }
    }

    public void Act(float[] observations, PolicyActions actions)
    {
        _network.Draw(observations, actions.Allowed, ref _drawing, _drawn, _densities, _values);
        _network.Head.ToEnvironment(_drawn, actions);
        int observation = _spec.Observation.ElementCount, mask = _spec.MaskWidth, width = _network.Head.ActionWidth;
        for (int i = 0; i < _playing.Length; i++)
        {
            if (Counts(i))
            {
                _playing[i].Add(
                    observations.AsSpan(i * observation, observation), actions.Allowed.Slice(i * mask, mask),
                    _drawn.AsSpan(i * width, width), _values[i]);
            }
        }
    }

    public void Observe(in BatchTransition result)
    {
        for (int i = 0; i < _playing.Length; i++)
        {
            EpisodeRows episode = _playing[i];
            bool counts = Counts(i), ended = result.Ended(i);
            if (counts)
            {
                episode.Reward(result.Rewards[i]);
            }

            if (counts && ended)
            {
                episode.ToReturns(_discount, After(result, i));
                Rows.Append(episode);
                episode.Clear();
            }

            _finished[i] += ended && _finished[i] < _each ? 1 : 0;
            _ages[i] = ended ? 0 : _ages[i] + 1;
        }
    }

    /// <summary>All episodes were learned from. Those that are played began under the policy before.</summary>
    public void Learned()
    {
        Rows.Clear();
        for (int i = 0; i < _finished.Length; i++)
        {
            _finished[i] = _ages[i] > 0 ? -1 : 0;
        }
    }

    void IStateful.SaveState(StateSaver to)
    {
        to.Write("drawing", _drawing);
        to.Write<int>("finished", _finished);
        to.Write<int>("ages", _ages);
        to.Part("rows", Rows);
        for (int i = 0; i < _playing.Length; i++)
        {
            to.Part($"episode_{i}", _playing[i]);
        }
    }

    void IStateful.LoadState(StateLoader from)
    {
        Rng drawing = from.Random("drawing");
        from.RequireCount<int>("finished", _finished.Length);
        from.RequireCount<int>("ages", _ages.Length);
        if (from.Array<int>("finished").Any(finished => finished < -1 || finished > _each)
            || from.Array<int>("ages").Any(age => age < 0))
        {
            throw from.Mismatch("finished", $"−1 to {_each} episodes of each environment, and ages of 0 or more", "others");
        }

        from.Part("rows", Rows);
        for (int i = 0; i < _playing.Length; i++)
        {
            from.Part($"episode_{i}", _playing[i]);
        }

        from.Read("finished", _finished);
        from.Read("ages", _ages);
        _drawing = drawing;
    }

    private bool Counts(int environment) => _finished[environment] >= 0 && _finished[environment] < _each;

    private float After(in BatchTransition result, int environment)
    {
        if (result.Terminated[environment])
        {
            return 0;
        }

        if (Following is { } following)
        {
            return following;
        }

        int width = _spec.Observation.ElementCount;
        _network.Value(result.FinalObservations.Slice(environment * width, width), _after);
        return _after[0];
    }
}
