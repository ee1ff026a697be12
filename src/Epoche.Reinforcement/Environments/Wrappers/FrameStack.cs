using System.Buffers;
using Epoche.Simulation;

namespace Epoche;

/// <summary>
/// A batch whose observations hold the last n frames, for games in which one picture does not show what moves where (Mnih et al. 2015):
/// <c>[h, w, c]</c> becomes <c>[h, w, n · c]</c> with the newest frame last, and a vector <c>[f]</c> becomes <c>[n · f]</c>. An episode
/// starts with its first frame n times. Its spec says so (<see cref="EnvironmentSpec.Frames"/>), so that a
/// replay buffer keeps each frame once.
/// </summary>
public sealed class FrameStack : IBatchEnvironment, IRendersItself, IScoresOtherwise
{
    private const int StateVersion = 1;

    private readonly IBatchEnvironment _inner;
    private readonly int _frames, _width, _channels;
    private readonly float[] _frame, _finalFrame, _stacks;
    private readonly SoleUse _use = BatchChecks.SoleUse();

    /// <summary>Stacks the frames of a batch, which it disposes with itself.</summary>
    /// <param name="inner">The batch.</param>
    /// <param name="frames">n, how many frames an observation holds; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="frames"/> is not positive.</exception>
    /// <exception cref="ArgumentException">The batch stacks frames already, or its observations have no axis.</exception>
    public FrameStack(IBatchEnvironment inner, int frames)
    {
        ArgumentNullException.ThrowIfNull(inner);
        OptionChecks.AtLeastOne(frames, "frames");
        EnvironmentSpec spec = inner.Spec;
        if (spec.Frames != 1 || spec.Observation.Rank == 0)
        {
            throw new ArgumentException(
                spec.Frames != 1
                    ? $"{spec.Name} stacks {spec.Frames} frames already; stack the frames of the environment within."
                    : $"{spec.Label}: a single number has no axis to stack frames in.",
                nameof(inner));
        }

        _inner = inner;
        _frames = frames;
        _width = spec.Observation.ElementCount;
        int[] sizes = new int[spec.Observation.Rank];
        spec.Observation.CopyTo(sizes);
        _channels = sizes[^1];
        sizes[^1] *= frames;
        Spec = spec with { Observation = Shape.Create(sizes), Layout = spec.Layout?.Stacked(frames), Frames = frames };
        _frame = new float[Count * _width];
        _finalFrame = new float[Count * _width];
        _stacks = new float[Count * Spec.Observation.ElementCount];
    }

    /// <inheritdoc/>
    public EnvironmentSpec Spec { get; }

    /// <inheritdoc/>
    public int Count => _inner.Count;

    /// <summary>The newest frame of one observation; where frames are not stacked, all of it.</summary>
    /// <param name="spec">What made the observation.</param>
    /// <param name="observation">Shape <c>spec.Observation</c>.</param>
    /// <param name="frame">Receives it: as many numbers as the observation has, divided by <c>spec.Frames</c>.</param>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    public static void Newest(EnvironmentSpec spec, ReadOnlySpan<float> observation, Span<float> frame)
    {
        ArgumentNullException.ThrowIfNull(spec);
        int frames = spec.Frames, count = spec.Observation.ElementCount;
        if (observation.Length != count || frame.Length * frames != count)
        {
            throw new ArgumentException(
                $"{spec.Label}: an observation has {count} numbers and its newest frame {count / frames}; received {observation.Length} "
                + $"and room for {frame.Length}.",
                nameof(frame));
        }

        int last = spec.Observation[^1], channels = last / frames;
        for (int from = last - channels, to = 0; to < frame.Length; from += last, to += channels)
        {
            observation.Slice(from, channels).CopyTo(frame[to..]);
        }
    }

    /// <inheritdoc/>
    public IBatchEnvironment WithCount(int count) => new FrameStack(_inner.WithCount(count), _frames);

    /// <inheritdoc/>
    public void Reset(ulong seed, Span<float> observations)
    {
        using SoleUse.Scope use = _use.Enter();
        BatchChecks.Observations(Spec, Count, observations.Length);
        _inner.Reset(seed, _frame);
        for (int i = 0; i < Count; i++)
        {
            Begin(i);
        }

        _stacks.CopyTo(observations);
    }

    /// <inheritdoc/>
    public void Step(in BatchActions actions, in BatchTransition result)
    {
        using SoleUse.Scope use = _use.Enter();
        BatchChecks.Transition(Spec, Count, result);
        _inner.Step(actions, new(_frame, _finalFrame, result.Rewards, result.Terminated, result.Truncated)
        {
            ActionMasks = result.ActionMasks, FinalActionMasks = result.FinalActionMasks, Information = result.Information,
        });
        for (int i = 0; i < Count; i++)
        {
            if (result.Ended(i))
            {
                Push(i, _finalFrame);
                Stack(i).CopyTo(result.FinalObservations[(i * Spec.Observation.ElementCount)..]);
                Begin(i);
            }
            else
            {
                Push(i, _frame);
            }
        }

        _stacks.CopyTo(result.Observations);
    }

    /// <inheritdoc/>
    public void WriteActionMasks(Span<bool> allowed)
    {
        using SoleUse.Scope use = _use.Enter();
        _inner.WriteActionMasks(allowed);
    }

    /// <inheritdoc/>
    public void SaveState(IBufferWriter<byte> destination)
    {
        using SoleUse.Scope use = _use.Enter();
        ArgumentNullException.ThrowIfNull(destination);
        ArrayBufferWriter<byte> inner = new();
        _inner.SaveState(inner);
        StateWriter writer = new(destination);
        writer.WriteHeader(StateVersion, Kind, Count);
        writer.Write(inner.WrittenCount);
        writer.WriteAll(inner.WrittenSpan);
        writer.WriteAll<float>(_stacks);
    }

    /// <inheritdoc/>
    public void RestoreState(ReadOnlySpan<byte> state)
    {
        using SoleUse.Scope use = _use.Enter();
        StateReader reader = new(state);
        reader.ReadHeader(StateVersion, Kind, Count);
        ReadOnlySpan<byte> inner = reader.Take(reader.ReadCount(1));
        reader.Expect(_stacks.Length * sizeof(float));
        _inner.RestoreState(inner);
        reader.ReadAll<float>(_stacks);
    }

    /// <inheritdoc/>
    public void Dispose() => _inner.Dispose();

    IBatchEnvironment IScoresOtherwise.ForScores(int count) => new FrameStack(_inner.ForScores(count), _frames);

    bool IRendersItself.CanRender => _inner is IRendersItself { CanRender: true };

    void IRendersItself.PrepareToRender() => ((IRendersItself)_inner).PrepareToRender();

    PixelImage IRendersItself.Render(int index) => ((IRendersItself)_inner).Render(index);

    private string Kind => $"{Spec.Name}, {_frames} frames";

    private Span<float> Stack(int i) => _stacks.AsSpan(i * Spec.Observation.ElementCount, Spec.Observation.ElementCount);

    private void Begin(int i)
    {
        for (int frame = 0; frame < _frames; frame++)
        {
            Put(i, _frame, frame);
        }
    }

    /// <summary>
    /// Moving all numbers on by one frame's channels moves every frame a place into the past; what runs over from pixel to pixel is
    /// then overwritten by the new frame.
    /// </summary>
    private void Push(int i, float[] frames)
    {
        Span<float> stack = Stack(i);
        stack[_channels..].CopyTo(stack);
        Put(i, frames, _frames - 1);
    }

    private void Put(int i, float[] frames, int place)
    {
        Span<float> stack = Stack(i);
        ReadOnlySpan<float> frame = frames.AsSpan(i * _width, _width);
        int stride = _channels * _frames;
        for (int from = 0, to = place * _channels; from < _width; from += _channels, to += stride)
        {
            for (int channel = 0; channel < _channels; channel++)
            {
                stack[to + channel] = frame[from + channel];
            }
        }
    }
}
