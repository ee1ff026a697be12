using System.Buffers;

namespace Epoche.Conformance.Simulation;

/// <summary>
/// Drives a batch environment with random actions and keeps all that it gave. Around and inside the buffers lie marks, so that numbers
/// that were not written, or written where they must not be, show.
/// </summary>
internal sealed class BatchTape : IDisposable
{
    private const int Margin = 8, Tables = 97;
    private const float Mark = 1.2345e33f;

    private readonly float[] _observations, _finals, _rewards;
    private readonly bool[] _terminated, _truncated;
    private readonly RandomActions _actions;
    private readonly int _width;

    public BatchTape(IBatchEnvironment environment, ulong actionSeed)
    {
        Environment = environment;
        _width = environment.Spec.Observation.ElementCount;
        _actions = new(environment.Spec.Actions, environment.Count, Tables, actionSeed);
        _observations = new float[(environment.Count * _width) + (2 * Margin)];
        _finals = new float[_observations.Length];
        _rewards = new float[environment.Count];
        _terminated = new bool[environment.Count];
        _truncated = new bool[environment.Count];
        Array.Fill(_observations, Mark);
    }

    public IBatchEnvironment Environment { get; }

    public int Steps { get; private set; }

    public BatchActions Actions => _actions[Steps % Tables];

    public Span<float> Observations => _observations.AsSpan(Margin, Environment.Count * _width);

    public BatchTransition View => new(Observations, _finals.AsSpan(Margin, Observations.Length), _rewards, _terminated, _truncated);

    public ReadOnlySpan<float> Row(int index) => Observations.Slice(index * _width, _width);

    public ReadOnlySpan<float> FinalRow(int index) => View.FinalObservations.Slice(index * _width, _width);

    public void Reset(ulong seed)
    {
        Observations.Fill(Mark);
        Environment.Reset(seed, Observations);
        Steps = 0;
        NonconformityException.Unless(!Observations.Contains(Mark), "Reset leaves numbers of an observation unwritten.");
        CheckMargins();
    }

    /// <summary>One step, checked for what must and must not be written.</summary>
    public void Step()
    {
        Observations.Fill(Mark);
        Array.Fill(_finals, Mark);
        Array.Fill(_rewards, Mark);
        Environment.Step(Actions, View);
        Steps++;
        NonconformityException.Unless(!Observations.Contains(Mark), $"Step {Steps} leaves numbers of an observation unwritten.");
        NonconformityException.Unless(!_rewards.Contains(Mark), $"Step {Steps} leaves a reward unwritten.");
        for (int i = 0; i < Environment.Count; i++)
        {
            bool ended = View.Ended(i);
            NonconformityException.Unless(!ended || !FinalRow(i).Contains(Mark), $"Step {Steps} ends the episode of environment {i} and leaves its final observation unwritten.");
            NonconformityException.Unless(ended || FinalRow(i).IndexOfAnyExcept(Mark) < 0, $"Step {Steps} writes a final observation of environment {i}, whose episode goes on.");
        }

        CheckMargins();
    }

    /// <summary>Plays from a reset on with the same actions, without the checks, which cost an allocation or two.</summary>
    public void PlayUnchecked(ulong seed, int steps)
    {
        Environment.Reset(seed, Observations);
        for (Steps = 0; Steps < steps; Steps++)
        {
            Environment.Step(Actions, View);
        }
    }

    /// <summary>Everything that the next steps give, as numbers to compare bit by bit.</summary>
    public float[] Play(int steps)
    {
        List<float> all = [];
        for (int i = 0; i < steps; i++)
        {
            Step();
            all.AddRange(Observations);
            all.AddRange(View.FinalObservations);
            all.AddRange(_rewards);
            all.AddRange(_terminated.Select(flag => flag ? 1f : 0f));
            all.AddRange(_truncated.Select(flag => flag ? 1f : 0f));
        }

        return [.. all];
    }

    public byte[] Save()
    {
        ArrayBufferWriter<byte> writer = new();
        Environment.SaveState(writer);
        return writer.WrittenSpan.ToArray();
    }

    /// <summary>Goes on where another tape stands.</summary>
    public void ContinueFrom(byte[] state, int steps)
    {
        Environment.RestoreState(state);
        Steps = steps;
    }

    public void Dispose() => Environment.Dispose();

    private void CheckMargins()
    {
        bool before = _observations.AsSpan(0, Margin).IndexOfAnyExcept(Mark) < 0, after = _observations.AsSpan(_observations.Length - Margin).IndexOfAnyExcept(Mark) < 0;
        NonconformityException.Unless(before && after, "The environment writes outside the observations it was given.");
    }
}
