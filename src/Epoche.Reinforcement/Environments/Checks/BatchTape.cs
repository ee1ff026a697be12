using System.Buffers;
using System.Runtime.InteropServices;
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
    private const byte MaskMark = 0x5A;

    private readonly float[] _observations, _finals, _rewards;
    private readonly bool[] _terminated, _truncated, _masks, _finalMasks;
    private readonly float[] _information;
    private readonly RandomActions _actions;
    private readonly int _width, _maskWidth;

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
        _maskWidth = environment.Spec.MaskWidth;
        _masks = new bool[environment.Count * _maskWidth];
        _finalMasks = new bool[_masks.Length];
        _information = new float[environment.Count * environment.Spec.Information.Count];
        Array.Fill(_observations, Mark);
    }

    public IBatchEnvironment Environment { get; }

    public int Steps { get; private set; }

    public BatchActions Actions => ActionsUnder(_masks);

    public Span<float> Observations => _observations.AsSpan(Margin, Environment.Count * _width);

    public BatchTransition View => new(Observations, _finals.AsSpan(Margin, Observations.Length), _rewards, _terminated, _truncated)
    {
        ActionMasks = _masks, FinalActionMasks = _finalMasks, Information = _information,
    };

    public ReadOnlySpan<float> Row(int index) => Observations.Slice(index * _width, _width);

    public ReadOnlySpan<float> FinalRow(int index) => View.FinalObservations.Slice(index * _width, _width);

    public ReadOnlySpan<bool> Mask(int index) => _masks.AsSpan(index * _maskWidth, _maskWidth);

    public ReadOnlySpan<bool> FinalMask(int index) => _finalMasks.AsSpan(index * _maskWidth, _maskWidth);

    public ReadOnlySpan<float> Information(int index) =>
        _information.AsSpan(index * Environment.Spec.Information.Count, Environment.Spec.Information.Count);

    /// <summary>Those of the next step in another environment like this one, in states that allow something else.</summary>
    public BatchActions ActionsUnder(ReadOnlySpan<bool> masks) => _actions.Under(Steps % Tables, masks);

    public void Reset(ulong seed)
    {
        Observations.Fill(Mark);
        MarkAll(_masks);
        Environment.Reset(seed, Observations);
        Environment.WriteActionMasks(_masks);
        Steps = 0;
    }

    public void Step()
    {
        BatchActions actions = Actions;
        Observations.Fill(Mark);
        _finals.AsSpan().Fill(Mark);
        _rewards.AsSpan().Fill(Mark);
        _information.AsSpan().Fill(Mark);
        MarkAll(_masks);
        MarkAll(_finalMasks);
        Environment.Step(actions, View);
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
            BrokenRuleException.Unless(!HasMark(Mask(i)), $"{when} leaves a part of the action mask of environment {i} unwritten.");
            if (Steps > 0)
            {
                bool ended = View.Ended(i);
                BrokenRuleException.Unless(!_rewards.Contains(Mark), $"{when} leaves a reward unwritten.");
                BrokenRuleException.Unless(
                    !ended || !FinalRow(i).Contains(Mark),
                    $"{when} ends the episode of environment {i} and leaves its final observation unwritten.");
                BrokenRuleException.Unless(
                    ended || FinalRow(i).IndexOfAnyExcept(Mark) < 0,
                    $"{when} writes a final observation of environment {i}, whose episode goes on.");
                BrokenRuleException.Unless(
                    !ended || !HasMark(FinalMask(i)),
                    $"{when} ends the episode of environment {i} and leaves a part of its final action mask unwritten.");
                BrokenRuleException.Unless(
                    !Information(i).Contains(Mark), $"{when} leaves a number of the information of environment {i} unwritten.");
            }
        }

        bool before = _observations.AsSpan(0, Margin).IndexOfAnyExcept(Mark) < 0,
            after = _observations.AsSpan(_observations.Length - Margin).IndexOfAnyExcept(Mark) < 0;
        BrokenRuleException.Unless(before && after, $"{when} writes outside the observations it was given.");
    }

    /// <summary>Plays from a reset on with the same actions, without the marks.</summary>
    public void PlayUnchecked(ulong seed, int steps)
    {
        Environment.Reset(seed, Observations);
        Environment.WriteActionMasks(_masks);
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
                AddMask(Mask(k));
                if (View.Ended(k))
                {
                    AddMask(FinalMask(k));
                }
            }

            all.AddRange(_information);
        }

        return [.. all];

        void AddMask(ReadOnlySpan<bool> mask)
        {
            foreach (bool allowed in mask)
            {
                all.Add(allowed ? 1 : 0);
            }
        }
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
        Environment.WriteActionMasks(_masks);
        Steps = steps;
    }

    public void Dispose() => Environment.Dispose();

    /// <summary>A byte that is neither true nor false.</summary>
    private static void MarkAll(bool[] masks) => MemoryMarshal.AsBytes(masks.AsSpan()).Fill(MaskMark);

    private static bool HasMark(ReadOnlySpan<bool> mask) => MemoryMarshal.AsBytes(mask).Contains(MaskMark);
}
