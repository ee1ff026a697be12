using System.Buffers;

namespace Epoche.Simulation;

/// <summary>
/// Emulators as a batch that agents train on: some frames an action, the maximum of the last two in greys on a small square, no-op starts,
/// the fire button, episodes that end with a life, rewards by their sign. Stack four of its frames with <see cref="FrameStack"/>.
/// </summary>
internal sealed class AtariBatch : IBatchEnvironment, IScoresOtherwise
{
    private const int StateVersion = 1, FireButton = 1, OtherButton = 2, Nothing = 0;

    private readonly IEmulators _emulators;
    private readonly AtariOptions _options;
    private readonly ScreenKernels _kernels;
    private readonly bool _learns;
    private readonly int _width;
    private readonly byte[] _picture;
    private readonly Rng[] _rngs;
    private readonly int[] _lives, _steps, _single;
    private readonly bool[] _which, _all, _goesOn;
    private readonly ulong[] _seeds;
    private readonly SoleUse _use = BatchChecks.SoleUse();
    private bool _started;

    /// <param name="emulators">The games; disposed with the batch.</param>
    /// <param name="options">How they are shown and scored.</param>
    /// <param name="learns">Whether rewards are clipped and episodes end with a life, as the options say.</param>
    public AtariBatch(IEmulators emulators, AtariOptions options, bool learns)
    {
        options.Validate();
        (_emulators, _options, _learns) = (emulators, options, learns);
        EmulatorSpec game = emulators.Spec;
        Spec = SpecOf(game, options);
        _kernels = new(game, options.Size);
        _width = options.Size * options.Size;
        _picture = new byte[_width];
        _rngs = new Rng[Count];
        (_lives, _steps, _single) = (new int[Count], new int[Count], new int[Count]);
        (_which, _all, _goesOn) = (new bool[Count], new bool[Count], new bool[Count]);
        _seeds = new ulong[Count];
        Array.Fill(_all, true);
    }

    public EnvironmentSpec Spec { get; }

    public int Count => _emulators.Count;

    public static EnvironmentSpec SpecOf(EmulatorSpec game, AtariOptions options) => new()
    {
        Name = game.Name,
        Observation = [options.Size, options.Size, 1],
        PixelSteps = byte.MaxValue,
        Actions = ActionSpec.Discrete(game.Actions.Count),
        TimeLimit = options.TimeLimit,
    };

    public IBatchEnvironment WithCount(int count) => new AtariBatch(_emulators.WithCount(count), _options, _learns);

    public IBatchEnvironment ForScores(int count) => new AtariBatch(_emulators.WithCount(count), _options, learns: false);

    public void Reset(ulong seed, Span<float> observations)
    {
        using SoleUse.Scope use = _use.Enter();
        BatchChecks.Observations(Spec, Count, observations.Length);
        for (int i = 0; i < Count; i++)
        {
            _rngs[i] = Rng.Stream(seed, "env", i);
            Begin(i, observations.Slice(i * _width, _width));
        }

        _started = true;
    }

    public void Step(in BatchActions actions, in BatchTransition result)
    {
        using SoleUse.Scope use = _use.Enter();
        BatchChecks.Step(Spec, Count, _started, actions, result);
        _emulators.Advance(_all, actions.Indices, _options.FrameSkip);
        for (int i = 0; i < Count; i++)
        {
            Span<float> observation = result.Observations.Slice(i * _width, _width);
            StepResult step = Score(i, observation);
            (result.Rewards[i], result.Terminated[i], result.Truncated[i]) = (step.Reward, step.Terminated, step.Truncated);
            if (step.Terminated | step.Truncated)
            {
                observation.CopyTo(result.FinalObservations.Slice(i * _width, _width));
                Next(i, observation);
            }
        }
    }

    /// <summary>For the scalar form: the next episode of the only game, which draws from a stream that the caller keeps.</summary>
    public void BeginEpisode(ref Rng rng, Span<float> observation)
    {
        _rngs[0] = rng;
        if (_started)
        {
            Next(0, observation);
        }
        else
        {
            Begin(0, observation);
        }

        (rng, _started) = (_rngs[0], true);
    }

    /// <summary>For the scalar form: a step that begins no other episode.</summary>
    public StepResult StepEpisode(int action, Span<float> observation)
    {
        _single[0] = action;
        _emulators.Advance(_all, _single, _options.FrameSkip);
        return Score(0, observation);
    }

    public void SaveState(IBufferWriter<byte> destination)
    {
        using SoleUse.Scope use = _use.Enter();
        ArgumentNullException.ThrowIfNull(destination);
        if (!_started)
        {
            throw BatchChecks.NotReset(Spec);
        }

        StateWriter writer = new(destination);
        writer.WriteHeader(StateVersion, Kind, Count);
        for (int i = 0; i < Count; i++)
        {
            writer.Write(_rngs[i]);
            writer.Write(_lives[i]);
            writer.Write(_steps[i]);
        }

        _emulators.SaveState(destination);
    }

    public void RestoreState(ReadOnlySpan<byte> state)
    {
        using SoleUse.Scope use = _use.Enter();
        StateReader reader = new(state);
        reader.ReadHeader(StateVersion, Kind, Count);
        for (int i = 0; i < Count; i++)
        {
            _rngs[i] = reader.ReadRng();
            _lives[i] = reader.ReadInt32();
            _steps[i] = reader.ReadInt32();
        }

        _emulators.RestoreState(reader.Rest());
        _started = true;
    }

    public void Dispose() => _emulators.Dispose();

    private string Kind => $"{Spec.Name}, {_options.Size} pixels{(_learns ? ", learning" : "")}";

    private StepResult Score(int i, Span<float> observation)
    {
        Show(i, _options.FrameSkip, observation);
        double points = _emulators.Points(i);
        int lives = _emulators.Lives(i);
        bool isOver = _emulators.IsOver(i), isCut = _emulators.IsCut(i) | ++_steps[i] >= _options.TimeLimit;
        bool losesLife = lives < _lives[i], endsWithIt = losesLife && _learns && _options.EndsWithLife;
        if (losesLife && !endsWithIt && !isOver && !isCut && _options.Fires && _emulators.Spec.WaitsForFire)
        {
            points += Serve(i, observation);
            (lives, isOver, isCut) = (_emulators.Lives(i), _emulators.IsOver(i), _emulators.IsCut(i));
        }

        _lives[i] = lives;
        _goesOn[i] = !isOver && !isCut;
        return new(_learns && _options.ClipsRewards ? Math.Sign(points) : (float)points, isOver | endsWithIt, isCut);
    }

    /// <summary>In the midst of an episode: a player who does not know of the button would wait for ever.</summary>
    /// <returns>The points of these frames.</returns>
    private double Serve(int i, Span<float> observation)
    {
        int frames = Press(i, FireButton, _options.FrameSkip);
        double points = _emulators.Points(i);
        if (IsRunning(i))
        {
            frames = Press(i, OtherButton, _options.FrameSkip);
            points += _emulators.Points(i);
        }

        Show(i, frames, observation);
        return points;
    }

    /// <summary>What comes after the end of an episode: the same game with its next life, or another game.</summary>
    private void Next(int i, Span<float> observation)
    {
        if (!_goesOn[i] || !Continue(i, observation))
        {
            Begin(i, observation);
        }
    }

    /// <summary>A game from its start: no-ops as many as are drawn, then the fire button; again where that ends it.</summary>
    private void Begin(int i, Span<float> observation)
    {
        while (true)
        {
            _seeds[i] = PythonBatch.DrawSeed(ref _rngs[i]);
            _which[i] = true;
            _emulators.Begin(_which, _seeds);
            _which[i] = false;
            int frames = 1, wait = _options.NoOpFrames == 0 ? 0 : 1 + _rngs[i].NextInt(_options.NoOpFrames);
            if (wait > 0)
            {
                frames = Press(i, Nothing, wait);
            }

            if (IsRunning(i) && Fire(i, ref frames))
            {
                (_lives[i], _steps[i]) = (_emulators.Lives(i), 0);
                Show(i, frames, observation);
                return;
            }
        }
    }

    /// <summary>The same game with the next life.</summary>
    /// <returns>Whether it went on.</returns>
    private bool Continue(int i, Span<float> observation)
    {
        int frames = Press(i, Nothing, _options.FrameSkip);
        if (!IsRunning(i) || !Fire(i, ref frames))
        {
            return false;
        }

        _lives[i] = _emulators.Lives(i);
        Show(i, frames, observation);
        return true;
    }

    private bool Fire(int i, ref int frames)
    {
        if (_options.Fires && _emulators.Spec.WaitsForFire)
        {
            frames = Press(i, FireButton, _options.FrameSkip);
            if (IsRunning(i))
            {
                frames = Press(i, OtherButton, _options.FrameSkip);
            }
        }

        return IsRunning(i);
    }

    private bool IsRunning(int i) => !_emulators.IsOver(i) && !_emulators.IsCut(i);

    private int Press(int i, int button, int frames)
    {
        _single[i] = button;
        _which[i] = true;
        _emulators.Advance(_which, _single, frames);
        _which[i] = false;
        return frames;
    }

    private void Show(int i, int frames, Span<float> observation)
    {
        _kernels.Shrink(_emulators.Screen(i, before: false), _emulators.Screen(i, before: frames > 1), _picture);
        PixelKernels.Expand(_picture, byte.MaxValue, observation);
    }
}
