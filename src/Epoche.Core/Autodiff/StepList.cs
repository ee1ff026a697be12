namespace Epoche.Autodiff;

/// <summary>Values that a step gathers under numbers from 0 on; the memory is kept from step to step.</summary>
internal sealed class StepList<T>
    where T : struct
{
    private T[] _items = new T[4];
    private int _count;

    /// <summary>The value of a number.</summary>
    public ref T this[int number] => ref _items.AsSpan(0, _count)[number];

    /// <summary>Adds a default value.</summary>
    /// <returns>Its number.</returns>
    public int Add()
    {
        if (_count == _items.Length)
        {
            Array.Resize(ref _items, 2 * _count);
        }

        _items[_count] = default;
        return _count++;
    }

    /// <summary>Forgets all of them.</summary>
    public void Clear() => _count = 0;
}
