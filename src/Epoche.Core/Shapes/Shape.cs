using System.Globalization;
using System.Runtime.CompilerServices;

namespace Epoche;

/// <summary>The sizes of a tensor's axes, row-major, at most <see cref="MaxRank"/> of them. A value: copying allocates nothing.</summary>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public readonly struct Shape : IEquatable<Shape>
{
    /// <summary>The largest number of axes.</summary>
    public const int MaxRank = 6;

    /// <summary>
    /// The size of an axis that is free, such as the steps of a model's input that takes sequences of any length: <c>[Shape.Any, 8]</c>,
    /// written <c>[null, 8]</c>. Models have such shapes, tensors never.
    /// </summary>
    public const int Any = int.MinValue;

    private readonly Sizes _sizes;
    private readonly int _rank, _count;

    private Shape(ReadOnlySpan<int> sizes)
    {
        if (sizes.Length > MaxRank)
        {
            throw new ArgumentException($"A shape has at most {MaxRank} axes; received {sizes.Length}.", nameof(sizes));
        }

        long count = 1;
        bool isFree = false;
        for (int i = 0; i < sizes.Length; i++)
        {
            if (sizes[i] == Any)
            {
                isFree = true;
                _sizes[i] = Any;
                continue;
            }

            if (sizes[i] < 0)
            {
                throw new ArgumentException($"Axis {i} of a shape has the negative size {sizes[i]}.", nameof(sizes));
            }

            count *= sizes[i];
            if (count > Array.MaxLength)
            {
                throw new ArgumentException(
                    $"A shape of {string.Join('×', sizes.ToArray())} holds more than {Array.MaxLength} elements.", nameof(sizes));
            }

            _sizes[i] = sizes[i];
        }

        _rank = sizes.Length;
        _count = isFree ? -1 : (int)count;
    }

    /// <summary>The number of axes; 0 for a scalar.</summary>
    public int Rank => _rank;

    /// <summary>
    /// The number of axes, by the name that the language looks for: with it
    /// <c>shape is [var height, var width, _]</c> and <c>[.. shape, 1]</c> work.
    /// </summary>
    public int Length => _rank;

    /// <summary>The number of elements of a tensor of this shape: the product of the sizes, 1 for a scalar.</summary>
    /// <exception cref="InvalidOperationException">An axis is free.</exception>
    public int ElementCount => _count >= 0 ? _count : throw new InvalidOperationException(
        $"The shape {this} has a free axis, so that no number of elements is known. What needs all numbers of an example, such as "
        + "Flatten, takes inputs of a fixed shape.");

    /// <summary>Whether an axis is free (<see cref="Any"/>).</summary>
    public bool HasFreeAxis => _count < 0;

    /// <summary>The size of an axis; negative axes count from the end.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such axis.</exception>
    public int this[int axis] => _sizes[Axis(axis)];

    /// <summary>Makes a shape: <c>Shape s = [32, 28, 28, 1];</c></summary>
    public static Shape Create(ReadOnlySpan<int> sizes) => new(sizes);

    /// <summary>Turns a possibly negative axis into one between 0 and <see cref="Rank"/> − 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such axis.</exception>
    public int Axis(int axis)
    {
        int positive = axis < 0 ? axis + _rank : axis;
        return (uint)positive < (uint)_rank
            ? positive
            : throw new ArgumentOutOfRangeException(
                nameof(axis), $"The shape {this} has no axis {axis}; its axes are 0 to {_rank - 1}, or −{_rank} to −1 from the end.");
    }

    /// <summary>This shape with one more axis in front, such as the batch.</summary>
    public Shape Prepend(int size)
    {
        Span<int> sizes = stackalloc int[_rank + 1];
        sizes[0] = size;
        CopyTo(sizes[1..]);
        return new Shape(sizes);
    }

    /// <summary>This shape without its first axis.</summary>
    public Shape Tail()
    {
        Span<int> sizes = stackalloc int[MaxRank];
        CopyTo(sizes);
        return new Shape(sizes[1.._rank]);
    }

    /// <summary>Whether another shape has the same axes, and the same sizes but for those that are free here.</summary>
    public bool Accepts(Shape other)
    {
        bool accepts = _rank == other._rank;
        for (int i = 0; accepts && i < _rank; i++)
        {
            accepts = _sizes[i] == other._sizes[i] || _sizes[i] == Any;
        }

        return accepts;
    }

    /// <summary>Copies the sizes into <paramref name="sizes"/>, which must be at least <see cref="Rank"/> long.</summary>
    public void CopyTo(Span<int> sizes) => ((ReadOnlySpan<int>)_sizes)[.._rank].CopyTo(sizes);

    /// <summary>Enumerates the sizes.</summary>
    public IEnumerator<int> GetEnumerator()
    {
        for (int i = 0; i < _rank; i++)
        {
            yield return _sizes[i];
        }
    }

    /// <inheritdoc/>
    public bool Equals(Shape other) =>
        _rank == other._rank && ((ReadOnlySpan<int>)_sizes)[.._rank].SequenceEqual(((ReadOnlySpan<int>)other._sizes)[.._rank]);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_rank, _count);

    /// <summary>The form in which every error message writes shapes: <c>[32, 10]</c>; a free axis is <c>null</c>.</summary>
    public override string ToString() => HasFreeAxis
        ? $"[{string.Join(", ", Array.ConvertAll(((ReadOnlySpan<int>)_sizes)[.._rank].ToArray(), Text))}]"
        : $"[{string.Join(", ", ((ReadOnlySpan<int>)_sizes)[.._rank].ToArray())}]";

    private static string Text(int size) => size == Any ? "null" : size.ToString(CultureInfo.InvariantCulture);

    /// <summary>Equal rank and sizes.</summary>
    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    /// <summary>Another rank or other sizes.</summary>
    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);

    [InlineArray(MaxRank)]
    private struct Sizes
    {
        private int _first;
    }
}
