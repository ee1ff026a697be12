using System.Collections;
using System.Runtime.CompilerServices;

namespace Epoche;

/// <summary>
/// The names of numbers that an environment gives beside each step and that no agent sees: whether it crashed, how far it came, what a part
/// of the reward was. <c>Information = ["crashed", "distance"]</c>
/// in a spec; the numbers lie in <see cref="BatchTransition.Information"/>.
/// </summary>
[CollectionBuilder(typeof(InformationSpec), nameof(Of))]
public sealed class InformationSpec : IReadOnlyList<string>, IEquatable<InformationSpec>
{
    private readonly string[] _names;

    private InformationSpec(string[] names) => _names = names;

    /// <summary>No numbers.</summary>
    public static InformationSpec None { get; } = new([]);

    /// <summary>How many numbers a step gives.</summary>
    public int Count => _names.Length;

    /// <summary>A name by its place.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
    public string this[int index] => (uint)index < (uint)_names.Length
        ? _names[index]
        : throw new ArgumentOutOfRangeException(
            nameof(index), $"There are {Count} numbers beside a step, from index 0; received the index {index}.");

    /// <summary>Numbers with these names.</summary>
    /// <exception cref="ArgumentException">A name is empty or there twice.</exception>
    public static InformationSpec Of(params ReadOnlySpan<string> names)
    {
        for (int i = 0; i < names.Length; i++)
        {
            ArgumentException.ThrowIfNullOrEmpty(names[i], nameof(names));
            if (names[..i].Contains(names[i]))
            {
                throw new ArgumentException($"Two numbers beside a step are called '{names[i]}'; their names must differ.", nameof(names));
            }
        }

        return names.IsEmpty ? None : new(names.ToArray());
    }

    /// <summary>The place of a number in the row of a step.</summary>
    /// <exception cref="ArgumentException">There is none of this name.</exception>
    public int IndexOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        int index = Array.IndexOf(_names, name);
        return index >= 0 ? index : throw new ArgumentException(
            $"There is no number '{name}' beside a step; there are: {(Count == 0 ? "none" : ToString())}.", nameof(name));
    }

    /// <summary>For environments, of the room in which they write the numbers.</summary>
    /// <exception cref="ArgumentException">It is too small.</exception>
    internal void RequireRoom(ReadOnlySpan<float> values)
    {
        if (values.Length < Count)
        {
            throw new ArgumentException(
                $"A step gives {Count} numbers beside it ({this}); received room for {values.Length}.", nameof(values));
        }
    }

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)_names).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(InformationSpec? other) => other is not null && _names.AsSpan().SequenceEqual(other._names);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as InformationSpec);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_names.Length, _names.FirstOrDefault());

    /// <summary>For messages: <c>crashed, distance</c>.</summary>
    public override string ToString() => string.Join(", ", _names);
}
