using System.Buffers;

namespace Epoche.Simulation;

internal sealed partial class PythonBatch
{
    private const int StateVersion = 1;

    /// <summary>
    /// What lies in Python cannot be saved: of each environment its stream, the seed of its episode, the actions since and a checksum of
    /// all that they led to, and the observation of now.
    /// </summary>
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
        float[] shown = new float[_width];
        foreach (PythonWorker worker in _workers)
        {
            for (int row = 0; row < worker.Count; row++)
            {
                int i = worker.First + row;
                writer.Write(_rngs[i]);
                writer.Write(_episodes[i]);
                writer.Write(_nexts[i]);
                writer.Write(_sums[i].Value);
                _logs[i].Save(writer);
                worker.Read(row, 1, final: false, shown);
                writer.WriteAll<float>(shown);
            }
        }
    }

    /// <summary>
    /// Plays the unfinished episodes again, all at once. One that leads elsewhere is given up, and said so by the next step.
    /// </summary>
    public void RestoreState(ReadOnlySpan<byte> state)
    {
        using SoleUse.Scope use = _use.Enter();
        StateReader reader = new(state);
        reader.ReadHeader(StateVersion, Kind, Count);
        ActionLog[] logs = new ActionLog[Count];
        ulong[] sums = new ulong[Count];
        _lostObservations = new float[Count * _width];
        for (int i = 0; i < Count; i++)
        {
            _rngs[i] = reader.ReadRng();
            _episodes[i] = reader.ReadUInt64();
            _nexts[i] = reader.ReadUInt64();
            sums[i] = reader.ReadUInt64();
            logs[i] = new(Spec);
            logs[i].Restore(ref reader);
            reader.ReadAll(_lostObservations.AsSpan(i * _width, _width));
        }

        reader.End();
        Start();
        ResetAll();
        foreach (PythonWorker worker in _workers)
        {
            Replay(worker, logs, sums);
        }

        _anyLost = Array.IndexOf(_lost, true) >= 0;
        _started = true;
    }

    private string Kind => $"{Spec.Name}, python";

    private void Replay(PythonWorker worker, ActionLog[] logs, ulong[] sums)
    {
        int first = worker.First, longest = 0;
        for (int row = 0; row < worker.Count; row++)
        {
            longest = Math.Max(longest, logs[first + row].Count);
            _lost[first + row] = false;
        }

        for (int step = 0; step < longest; step++)
        {
            for (int row = 0; row < worker.Count; row++)
            {
                int i = first + row;
                worker.Which[row] = step < logs[i].Count && !_lost[i];
                if (worker.Which[row])
                {
                    Put(worker, row, logs[i][step]);
                }
            }

            worker.StepSome(1, _stepOf);
            for (int row = 0; row < worker.Count; row++)
            {
                int i = first + row;
                if (worker.Which[row])
                {
                    _logs[i].Add(logs[i][step]);
                    _sums[i].Add(worker.Rewards[row]);
                    _sums[i].Add(worker.Bytes(row));
                    _lost[i] = (worker.Terminated[row] | worker.Truncated[row]) != 0;
                }
            }
        }

        for (int row = 0; row < worker.Count; row++)
        {
            int i = first + row;
            worker.Which[row] = _lost[i] |= _sums[i].Value != sums[i];
            if (_lost[i])
            {
                (_episodes[i], _nexts[i]) = (_nexts[i], DrawSeed(ref _rngs[i]));
                worker.Seeds[row] = _episodes[i];
                _source.Options.Notices?.Invoke(
                    $"{Spec.Name}: the episode of environment {i} could not be continued where it was: played again with the same seed and "
                    + $"actions for {logs[i].Count} steps, it showed something else. It is cut off there, and a fresh one begins; the run "
                    + "is no longer that of an uninterrupted one.");
            }
        }

        if (worker.Which.Contains(true))
        {
            worker.Reset();
            for (int row = 0; row < worker.Count; row++)
            {
                if (worker.Which[row])
                {
                    worker.Seeds[row] = _nexts[first + row];
                    Begin(worker, row);
                }
            }
        }
    }

    private void Put(PythonWorker worker, int row, in EnvironmentAction action)
    {
        int wide = Spec.Actions.Width;
        if (Spec.Actions.IsContinuous)
        {
            action.Values.CopyTo(worker.Values.Slice(row * wide, wide));
        }
        else if (Spec.Actions.IsDiscrete)
        {
            worker.Indices[row] = action.Index;
        }
        else
        {
            action.Indices.CopyTo(worker.Indices.Slice(row * wide, wide));
        }
    }

    /// <summary>
    /// Cuts off the episodes that could not be continued: the agent saw the observation that was saved, and its action led nowhere.
    /// </summary>
    private void SayLost(in BatchTransition result)
    {
        for (int i = 0; i < Count; i++)
        {
            if (_lost[i])
            {
                result.Rewards[i] = 0;
                (result.Terminated[i], result.Truncated[i], _lost[i]) = (false, true, false);
                _lostObservations.AsSpan(i * _width, _width).CopyTo(result.FinalObservations[(i * _width)..]);
                if (_masks > 0)
                {
                    result.FinalActionMasks.Slice(i * _masks, _masks).Fill(true);
                }
            }
        }

        _anyLost = false;
    }
}
