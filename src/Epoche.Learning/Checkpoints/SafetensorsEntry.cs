namespace Epoche;

/// <summary>A tensor in a safetensors file: its name, its element type and sizes, and where its bytes are.</summary>
/// <param name="Name">The name, unique in the file.</param>
/// <param name="Type">The element type as the file spells it: <c>F32</c>, <c>BF16</c>, <c>I64</c> …</param>
/// <param name="Sizes">The sizes of the axes, row-major; empty for a scalar. Files may have more axes than a <see cref="Shape"/>.</param>
/// <param name="Begin">The first byte, counted from the start of the data.</param>
/// <param name="End">The byte after the last.</param>
public sealed record SafetensorsEntry(string Name, string Type, IReadOnlyList<long> Sizes, long Begin, long End)
{
    /// <summary>The name, unique in the file.</summary>
    public string Name { get; init => field = NotNull.Of(value); } = NotNull.Of(Name);

    /// <summary>The element type as the file spells it: <c>F32</c>, <c>BF16</c>, <c>I64</c> …</summary>
    public string Type { get; init => field = NotNull.Of(value); } = NotNull.Of(Type);

    /// <summary>The sizes of the axes, row-major; empty for a scalar. Files may have more axes than a <see cref="Shape"/>.</summary>
    public IReadOnlyList<long> Sizes { get; init => field = NotNull.Of(value); } = NotNull.Of(Sizes);

    /// <summary>The first byte, counted from the start of the data.</summary>
    public long Begin { get; init; } = Begin;

    /// <summary>The byte after the last.</summary>
    public long End { get; init; } = End;

    /// <summary>The number of elements: the product of the sizes.</summary>
    public long Count => Sizes.Aggregate(1L, (product, size) => product * size); // the reader has checked that it does not overflow

    /// <summary>The sizes as the error messages write them: <c>[3, 4]</c>.</summary>
    public string SizesText => $"[{string.Join(", ", Sizes)}]";

    /// <summary>Whether the sizes are those of a shape.</summary>
    public bool HasShape(Shape shape)
    {
        Span<int> sizes = stackalloc int[Shape.MaxRank];
        shape.CopyTo(sizes);
        return Sizes.Count == shape.Rank && Sizes.Select(s => (int)Math.Min(s, int.MaxValue)).SequenceEqual(sizes[..shape.Rank].ToArray());
    }
}
