using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Epoche.Kernels;

namespace Epoche.Simulation;

/// <summary>
/// Python environments as a batch, spread over some processes. The seed of each episode is drawn here, from the environment's own stream,
/// so that results depend neither on the processes nor on the neighbours. Processes start with the first reset.
/// </summary>
internal sealed partial class PythonBatch : IBatchEnvironment, IRendersItself
{
    private readonly PythonSource _source;
    private readonly int _width, _masks;
    private readonly Rng[] _rngs; // behind the draw of the next seed
    private readonly ulong[] _episodes, _nexts; // the seeds of the present and of the next episode
    private readonly EpisodeSum[] _sums;
    private readonly ActionLog[] _logs;
    private readonly bool[] _lost; // restored at a fresh episode, which the next step says
    private readonly Func<int, int> _stepOf;
    private readonly SoleUse _use = BatchChecks.SoleUse();
    private PythonWorker[] _workers = [];
    private float[] _lostObservations = [];
    private bool _started, _anyLost, _renders, _isDisposed;

    public PythonBatch(PythonSource source, int count)
    {
        OptionChecks.AtLeastOne(count, "environments");
        OptionChecks.AtMost(OptionChecks.MostEnvironments, count, "environments");
        (_source, Count, _width, _masks) = (source, count, source.Spec.Observation.ElementCount, source.Spec.MaskWidth);
        OptionChecks.Fits(count, _width, "observations", nameof(count));
        _rngs = new Rng[count];
        (_episodes, _nexts) = (new ulong[count], new ulong[count]);
        _sums = new EpisodeSum[count];
        _logs = new ActionLog[count];
        _lost = new bool[count];
        for (int i = 0; i < count; i++)
        {
            _logs[i] = new(Spec);
        }

        _stepOf = i => _logs[i].Count;
    }

    public EnvironmentSpec Spec => _source.Spec;

    public int Count { get; }

    /// <summary>The processes, for tests.</summary>
    internal IEnumerable<int> ProcessIds => _workers.Select(worker => worker.ProcessId);

    public bool CanRender => _source.Renders && !PythonPicture.IsShown(Spec);

    public IBatchEnvironment WithCount(int count) => new PythonBatch(_source, count);

    /// <summary>The seed of an episode: what Python's generators of all ages take.</summary>
    public static ulong DrawSeed(ref Rng rng) => rng.NextUInt64() >> 33;

    public void Reset(ulong seed, Span<float> observations)
    {
        using SoleUse.Scope use = _use.Enter();
        BatchChecks.Observations(Spec, Count, observations.Length);
        Start();
        for (int i = 0; i < Count; i++)
        {
            _rngs[i] = Rng.Stream(seed, "env", i);
            _episodes[i] = DrawSeed(ref _rngs[i]);
            _nexts[i] = DrawSeed(ref _rngs[i]);
            _lost[i] = false;
        }

        _anyLost = false;
        ResetAll();
        foreach (PythonWorker worker in _workers)
        {
            worker.Read(0, worker.Count, final: false, observations.Slice(worker.First * _width, worker.Count * _width));
        }

        RequireFinite(observations, "the reset");
        _started = true;
    }

    public void Step(in BatchActions actions, in BatchTransition result)
    {
        using SoleUse.Scope use = _use.Enter();
        BatchChecks.Step(Spec, Count, _started, actions, result);
        RequireAllowed(actions);
        try
        {
            Advance(actions, result);
        }
        catch (PythonEnvironmentException)
        {
            Stop(); // answers of other processes are on their way; a reset begins with fresh ones
            throw;
        }

        if (_anyLost)
        {
            SayLost(result);
        }
    }

    private void Advance(in BatchActions actions, in BatchTransition result)
    {
        int wide = Spec.Actions.Width;
        foreach (PythonWorker worker in _workers)
        {
            if (Spec.Actions.IsContinuous)
            {
                actions.Values.Slice(worker.First * wide, worker.Count * wide).CopyTo(worker.Values);
            }
            else
            {
                actions.Indices.Slice(worker.First * wide, worker.Count * wide).CopyTo(worker.Indices);
            }

            worker.BeginStep();
        }

        foreach (PythonWorker worker in _workers)
        {
            Finish(worker, actions, result);
        }
    }

    public void WriteActionMasks(Span<bool> allowed)
    {
        using SoleUse.Scope use = _use.Enter();
        BatchChecks.Masks(Spec, Count, allowed.Length);
        if (!_started)
        {
            throw BatchChecks.NotReset(Spec);
        }

        WriteMasks(allowed);
    }

    public void Dispose()
    {
        _isDisposed = true;
        Stop();
    }

    private void Stop()
    {
        foreach (PythonWorker worker in _workers)
        {
            worker.Dispose();
        }

        _workers = [];
        _started = false;
    }

    private void Finish(PythonWorker worker, in BatchActions actions, in BatchTransition result)
    {
        worker.EndStep(_stepOf);
        int first = worker.First, count = worker.Count;
        Span<float> observations = result.Observations.Slice(first * _width, count * _width);
        worker.Read(0, count, final: false, observations);
        ReadOnlySpan<double> rewards = worker.Rewards;
        ReadOnlySpan<byte> terminated = worker.Terminated, truncated = worker.Truncated;
        for (int row = 0, i = first; row < count; row++, i++)
        {
            float reward = (float)rewards[row];
            result.Rewards[i] = reward;
            result.Terminated[i] = terminated[row] != 0;
            result.Truncated[i] = truncated[row] != 0;
            if (!float.IsFinite(reward))
            {
                throw NotFinite("the reward", rewards[row], i, _logs[i].Count + 1);
            }

            if ((terminated[row] | truncated[row]) == 0)
            {
                _logs[i].Add(Spec.Actions.Row(actions, i));
                _sums[i].Add(rewards[row]);
                _sums[i].Add(worker.Bytes(row));
                continue;
            }

            Span<float> final = result.FinalObservations.Slice(i * _width, _width);
            worker.Read(row, 1, final: true, final);
            RequireFinite(final, "the final observation", i);
            (_episodes[i], _nexts[i]) = (_nexts[i], DrawSeed(ref _rngs[i]));
            worker.Seeds[row] = _nexts[i];
            Begin(worker, row);
            if (_masks > 0)
            {
                ToMask(worker.FinalMasks.Slice(row * _masks, _masks), result.FinalActionMasks.Slice(i * _masks, _masks));
            }
        }

        RequireFinite(observations, "the observation", first, isRow: false);
        worker.Information.CopyTo(result.Information[(first * Spec.Information.Count)..]);
        if (_masks > 0)
        {
            ToMask(worker.Masks, result.ActionMasks.Slice(first * _masks, count * _masks));
        }
    }

    private static void ToMask(ReadOnlySpan<byte> bytes, Span<bool> mask)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            mask[i] = bytes[i] != 0;
        }
    }

    private void RequireAllowed(in BatchActions actions)
    {
        int wide = Spec.Actions.Width;
        for (int w = 0; _masks > 0 && w < _workers.Length; w++)
        {
            PythonWorker worker = _workers[w];
            BatchChecks.Allowed(
                Spec, MemoryMarshal.Cast<byte, bool>(worker.Masks), actions.Indices.Slice(worker.First * wide, worker.Count * wide),
                firstRow: worker.First);
        }
    }

    private void WriteMasks(Span<bool> allowed)
    {
        for (int w = 0; _masks > 0 && w < _workers.Length; w++)
        {
            ToMask(_workers[w].Masks, allowed.Slice(_workers[w].First * _masks, _workers[w].Count * _masks));
        }
    }

    /// <summary>The processes, each with about as many environments.</summary>
    private void Start()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_workers.Length == 0)
        {
            _workers = PythonWorker.StartAll(_source, Count, _renders);
        }
    }

    /// <summary>Begins the present episode of every environment.</summary>
    private void ResetAll()
    {
        foreach (PythonWorker worker in _workers)
        {
            _episodes.AsSpan(worker.First, worker.Count).CopyTo(worker.Seeds);
            worker.Which.Fill(true);
            worker.Reset();
            _nexts.AsSpan(worker.First, worker.Count).CopyTo(worker.Seeds);
            for (int row = 0; row < worker.Count; row++)
            {
                Begin(worker, row);
            }
        }
    }

    private void Begin(PythonWorker worker, int row)
    {
        int i = worker.First + row;
        _logs[i].Clear();
        _sums[i] = new(_episodes[i]);
        _sums[i].Add(worker.Bytes(row));
    }

    private void RequireFinite(ReadOnlySpan<float> numbers, string what, int index = 0, bool isRow = true)
    {
        if (_source.IsBytes || Reduce.IsFinite(numbers))
        {
            return;
        }

        int at = 0;
        while (float.IsFinite(numbers[at]))
        {
            at++;
        }

        int i = index + (isRow && numbers.Length == _width ? 0 : at / _width);
        string place = string.Create(CultureInfo.InvariantCulture, $"number {at % _width} of {what}");
        throw NotFinite(place, numbers[at], i, _logs[i].Count + (what == "the final observation" ? 1 : 0));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private PythonEnvironmentException NotFinite(string what, double value, int index, int step) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"{Spec.Name}: {what} is {value}, in step {step} of the episode of environment {index}. Nothing of this step was learned from. ")
        + "Check the environment: a division by zero, a state that grows without limit.");
}
