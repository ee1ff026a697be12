namespace Epoche.Simulation;

/// <summary>The actions of one unfinished episode. Grows to the longest episode and then allocates no more.</summary>
internal sealed class ActionLog
{
    private const int UsualSteps = 256, MostStepsAtFirst = 1024;

    private readonly int _width, _actions;
    private int[] _indices = [];
    private float[] _values = [];

    public ActionLog(EnvironmentSpec spec)
    {
        (_width, _actions) = (spec.Actions.IsDiscrete ? 0 : spec.Actions.Count, spec.Actions.Count);
        int steps = Math.Min(spec.TimeLimit ?? UsualSteps, MostStepsAtFirst);
        Grow(ref _indices, _width == 0 ? steps : 0);
        Grow(ref _values, steps * _width);
    }

    public int Count { get; private set; }

    public void Clear() => Count = 0;

    public void Add(in EnvironmentAction action)
    {
        if (_width == 0)
        {
            Grow(ref _indices, Count + 1);
            _indices[Count] = action.Index;
        }
        else
        {
            Grow(ref _values, (Count + 1) * _width);
            action.Values.CopyTo(_values.AsSpan(Count * _width));
        }

        Count++;
    }

    public EnvironmentAction this[int step] => _width == 0 ? new(_indices[step]) : new(_values.AsSpan(step * _width, _width));

    public void Save(StateWriter writer)
    {
        writer.Write(Count);
        writer.WriteAll<int>(_indices.AsSpan(0, _width == 0 ? Count : 0));
        writer.WriteAll<float>(_values.AsSpan(0, Count * _width));
    }

    public void Restore(ref StateReader reader)
    {
        int count = reader.ReadCount(_width == 0 ? sizeof(int) : _width * sizeof(float));
        Grow(ref _indices, _width == 0 ? count : 0);
        Grow(ref _values, count * _width);
        reader.ReadAll(_indices.AsSpan(0, _width == 0 ? count : 0));
        reader.ReadAll(_values.AsSpan(0, count * _width));
        reader.Require(!_indices.AsSpan(0, _width == 0 ? count : 0).ContainsAnyExceptInRange(0, _actions - 1));
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
