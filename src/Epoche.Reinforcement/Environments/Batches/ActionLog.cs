namespace Epoche.Simulation;

/// <summary>The actions of one unfinished episode. Grows to the longest episode and then allocates no more.</summary>
internal sealed class ActionLog
{
    private const int UsualSteps = 256, MostStepsAtFirst = 1024;

    private readonly ActionSpec _actions;
    private readonly int _ints, _floats; // of one action
    private int[] _indices = [];
    private float[] _values = [];

    public ActionLog(EnvironmentSpec spec)
    {
        _actions = spec.Actions;
        (_ints, _floats) = _actions.IsContinuous ? (0, _actions.Width) : (_actions.Width, 0);
        int steps = Math.Min(spec.TimeLimit ?? UsualSteps, MostStepsAtFirst);
        Grow(ref _indices, steps * _ints);
        Grow(ref _values, steps * _floats);
    }

    public int Count { get; private set; }

    public void Clear() => Count = 0;

    public void Add(in EnvironmentAction action)
    {
        Grow(ref _indices, (Count + 1) * _ints);
        Grow(ref _values, (Count + 1) * _floats);
        action.Values.CopyTo(_values.AsSpan(Count * _floats));
        action.Indices.CopyTo(_indices.AsSpan(Count * _ints));
        if (_actions.IsDiscrete)
        {
            _indices[Count] = action.Index;
        }

        Count++;
    }

    public EnvironmentAction this[int step] => _actions.Row(_actions.Of(_indices, _values), step);

    public void Save(StateWriter writer)
    {
        writer.Write(Count);
        writer.WriteAll<int>(_indices.AsSpan(0, Count * _ints));
        writer.WriteAll<float>(_values.AsSpan(0, Count * _floats));
    }

    public void Restore(ref StateReader reader)
    {
        int count = reader.ReadCount((_ints + _floats) * sizeof(float));
        Grow(ref _indices, count * _ints);
        Grow(ref _values, count * _floats);
        reader.ReadAll(_indices.AsSpan(0, count * _ints));
        reader.ReadAll(_values.AsSpan(0, count * _floats));
        for (int i = 0; i < count * _ints; i++)
        {
            reader.Require((uint)_indices[i] < (uint)_actions.Choices[i % _ints]);
        }

        Count = count;
    }

    private static void Grow<T>(ref T[] array, int needed)
    {
        if (array.Length < needed)
        {
            Array.Resize(ref array, Math.Max(needed, 2 * array.Length));
        }
    }
}
