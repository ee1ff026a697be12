using System.Buffers;
using static System.FormattableString;

namespace Epoche.Simulation;

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
    }

    public void Step()
    {
        Observations.Fill(Mark);
        _finals.AsSpan().Fill(Mark);
        _rewards.AsSpan().Fill(Mark);
        Environment.Step(Actions, View);
        Steps++;
    }

    /// <summary>After a reset or a step: all was written that must be, and nothing else.</summary>
    public void CheckWritten()
    {
        string when = Steps == 0 ? "Reset" : Invariant($"Step {Steps}");
        for (int i = 0; i < Environment.Count; i++)
        {
            int hole = Row(i).IndexOf(Mark);
            BrokenRuleException.Unless(hole < 0, $"{when} leaves number {hole} of an observation of {_width} unwritten.");
            if (Steps > 0)
            {
                bool ended = View.Ended(i);
                BrokenRuleException.Unless(!_rewards.Contains(Mark), $"{when} leaves a reward unwritten.");
                BrokenRuleException.Unless(!ended || !FinalRow(i).Contains(Mark), $"{when} ends the episode of environment {i} and leaves its final observation unwritten.");
                BrokenRuleException.Unless(ended || FinalRow(i).IndexOfAnyExcept(Mark) < 0, $"{when} writes a final observation of environment {i}, whose episode goes on.");
            }
        }

        bool before = _observations.AsSpan(0, Margin).IndexOfAnyExcept(Mark) < 0, after = _observations.AsSpan(_observations.Length - Margin).IndexOfAnyExcept(Mark) < 0;
        BrokenRuleException.Unless(before && after, $"{when} writes outside the observations it was given.");
    }

    /// <summary>Plays from a reset on with the same actions, without the marks.</summary>
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
            for (int k = 0; k < _rewards.Length; k++)
            {
                all.Add((_terminated[k] ? 1 : 0) + (_truncated[k] ? 2 : 0));
            }
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
}
