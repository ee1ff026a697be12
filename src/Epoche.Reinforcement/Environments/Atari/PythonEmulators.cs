using System.Buffers;

namespace Epoche.Simulation;

/// <summary>
/// Emulators in Python: the Arcade Learning Environment behind Gymnasium, asked for raw screens in colours, one frame a step, without
/// sticky actions. Games in progress are restored by playing them again from their seeds.
/// </summary>
internal sealed class PythonEmulators : IEmulators
{
    private const int StateVersion = 1;

    private readonly PythonSource _source;
    private readonly List<(int Action, int Frames)>[] _logs;
    private readonly ulong[] _seeds;
    private readonly int[] _frames;
    private readonly Func<int, int> _stepOf;
    private PythonWorker[] _workers = [];

    public PythonEmulators(PythonSource source, int count, string name)
    {
        _source = source;
        Spec = SpecOf(source, name);
        _logs = new List<(int, int)>[count];
        (_seeds, _frames) = (new ulong[count], new int[count]);
        _stepOf = i => _frames[i];
        for (int i = 0; i < count; i++)
        {
            _logs[i] = [];
        }
    }

    public EmulatorSpec Spec { get; }

    public int Count => _logs.Length;

    /// <summary>What is asked of the environment of a game.</summary>
    public static PythonEnvironmentOptions Raw(PythonEnvironmentOptions options) => options with
    {
        Arguments = options.Arguments ?? """{"frameskip": 1, "repeat_action_probability": 0.0, "obs_type": "rgb"}""",
        Information = ["lives"],
        TimeLimit = null,
    };

    public static EmulatorSpec SpecOf(PythonSource source, string name)
    {
        Shape screen = source.Spec.Observation;
        if (!source.IsBytes || screen.Rank != 3 || screen[2] is not (1 or 3) || !source.Spec.Actions.IsDiscrete)
        {
            throw new PythonEnvironmentException(
                $"{name}: an Atari game shows screens [height, width, 3] or [height, width] of bytes and takes discrete actions; this one "
                + $"shows {screen} and takes {source.Spec.Actions}.");
        }

        IEnumerable<string> words = source.Meanings.Count == source.Spec.Actions.Count
            ? source.Meanings
            : Enumerable.Range(0, source.Spec.Actions.Count).Select(i => $"{i}");
        return new(name, screen[0], screen[1], screen[2], [.. words]);
    }

    public IEmulators WithCount(int count) => new PythonEmulators(_source, count, Spec.Name);

    public void Begin(ReadOnlySpan<bool> which, ReadOnlySpan<ulong> seeds)
    {
        Start();
        foreach (PythonWorker worker in _workers)
        {
            ReadOnlySpan<bool> rows = which.Slice(worker.First, worker.Count);
            if (!rows.Contains(true))
            {
                continue;
            }

            rows.CopyTo(worker.Which);
            seeds.Slice(worker.First, worker.Count).CopyTo(worker.Seeds);
            worker.Reset();
            for (int row = 0; row < worker.Count; row++)
            {
                int i = worker.First + row;
                if (rows[row])
                {
                    _logs[i].Clear();
                    (_seeds[i], _frames[i]) = (seeds[i], 0);
                }
            }
        }
    }

    public void Advance(ReadOnlySpan<bool> which, ReadOnlySpan<int> actions, int frames)
    {
        foreach (PythonWorker worker in _workers)
        {
            ReadOnlySpan<bool> rows = which.Slice(worker.First, worker.Count);
            if (rows.Contains(true))
            {
                rows.CopyTo(worker.Which);
                actions.Slice(worker.First, worker.Count).CopyTo(worker.Indices);
                worker.BeginStepSome(frames);
            }
        }

        foreach (PythonWorker worker in _workers)
        {
            ReadOnlySpan<bool> rows = which.Slice(worker.First, worker.Count);
            if (!rows.Contains(true))
            {
                continue;
            }

            worker.EndStep(_stepOf);
            for (int row = 0; row < worker.Count; row++)
            {
                int i = worker.First + row;
                if (rows[row])
                {
                    _logs[i].Add((actions[i], frames));
                    _frames[i] += frames;
                }
            }
        }
    }

    public ReadOnlySpan<byte> Screen(int index, bool before) => Of(index).Bytes(index - Of(index).First, before);

    public double Points(int index) => Of(index).Rewards[index - Of(index).First];

    public bool IsOver(int index) => Of(index).Terminated[index - Of(index).First] != 0;

    public bool IsCut(int index) => Of(index).Truncated[index - Of(index).First] != 0;

    public int Lives(int index) => Of(index).Information[index - Of(index).First] is var lives && float.IsNaN(lives) ? 0 : (int)lives;

    public void SaveState(IBufferWriter<byte> destination)
    {
        StateWriter writer = new(destination);
        writer.WriteHeader(StateVersion, Spec.Name, Count);
        for (int i = 0; i < Count; i++)
        {
            EpisodeSum sum = default;
            sum.Add(Screen(i, before: false));
            writer.Write(_seeds[i]);
            writer.Write(sum.Value);
            writer.Write(_logs[i].Count);
            foreach ((int action, int frames) in _logs[i])
            {
                writer.Write(action);
                writer.Write(frames);
            }
        }
    }

    public void RestoreState(ReadOnlySpan<byte> state)
    {
        StateReader reader = new(state);
        reader.ReadHeader(StateVersion, Spec.Name, Count);
        List<(int Action, int Frames)>[] logs = new List<(int, int)>[Count];
        ulong[] seeds = new ulong[Count], sums = new ulong[Count];
        for (int i = 0; i < Count; i++)
        {
            (seeds[i], sums[i]) = (reader.ReadUInt64(), reader.ReadUInt64());
            logs[i] = [];
            for (int count = reader.ReadCount(2 * sizeof(int)); count > 0; count--)
            {
                (int action, int frames) = (reader.ReadInt32(), reader.ReadInt32());
                reader.Require((uint)action < (uint)Spec.Actions.Count && frames is >= 1 and <= byte.MaxValue);
                logs[i].Add((action, frames));
            }
        }

        reader.End();
        bool[] which = new bool[Count];
        Array.Fill(which, true);
        Begin(which, seeds);
        int[] actions = new int[Count];
        for (int i = 0; i < Count; i++)
        {
            Array.Clear(which);
            which[i] = true;
            foreach ((int action, int frames) in logs[i])
            {
                actions[i] = action;
                Advance(which, actions, frames);
            }

            EpisodeSum sum = default;
            sum.Add(Screen(i, before: false));
            if (sum.Value != sums[i])
            {
                throw new InvalidDataException(
                    $"{Spec.Name}: game {i}, played again with the same seed and buttons, shows another screen: it is not deterministic, "
                    + "or another version of the emulator.");
            }
        }
    }

    public void Dispose()
    {
        foreach (PythonWorker worker in _workers)
        {
            worker.Dispose();
        }

        _workers = [];
    }

    private PythonWorker Of(int index)
    {
        for (int k = _workers.Length - 1; k > 0; k--)
        {
            if (_workers[k].First <= index)
            {
                return _workers[k];
            }
        }

        return _workers[0];
    }

    private void Start()
    {
        if (_workers.Length == 0)
        {
            _workers = PythonWorker.StartAll(_source, Count, renders: false);
        }
    }
}
