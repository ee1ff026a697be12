using System.Collections;

namespace Epoche;

/// <summary>
/// What the numbers of an observation are, where its shape alone does not say: one value of several (<see cref="Index"/>,
/// <see cref="OneHot"/>), or parts with names in one flat row, one behind the other
/// (<see cref="Of"/>), also nested (<see cref="OfGroups"/>). An environment writes the row; who learns finds a part by its name
/// (<see cref="Take"/>).
/// </summary>
/// <example><code>
/// ObservationLayout layout = ObservationLayout.Of(new("image", [8, 8, 1]), new("speed", [1]), ObservationPart.Index("gear", 5));
/// EnvironmentSpec spec = new() { Name = "Drive", Observation = layout.Shape, Layout = layout, Actions = ActionSpec.Discrete(3) };
/// </code></example>
public sealed partial class ObservationLayout : IReadOnlyList<ObservationPart>, IEquatable<ObservationLayout>
{
    private const string OnlyName = "observation";

    private readonly ObservationPart[] _parts;
    private readonly int[] _starts;

    private ObservationLayout(ObservationPart[] parts)
    {
        _parts = parts;
        _starts = new int[parts.Length];
        long length = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            _starts[i] = (int)length;
            length += parts[i].Shape.ElementCount;
            if (length > Array.MaxLength)
            {
                throw new ArgumentException($"The parts of an observation hold more than {Array.MaxLength} numbers.", nameof(parts));
            }
        }

        Shape = parts.Length == 1 ? parts[0].Shape : [(int)length];
    }

    /// <summary>
    /// The shape of the whole: that of the only part, or the length of the flat row. It is what <see cref="EnvironmentSpec.Observation"/>
    /// has to be.
    /// </summary>
    public Shape Shape { get; }

    /// <summary>How many parts there are.</summary>
    public int Count => _parts.Length;

    /// <summary>A part by its place in the row.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
    public ObservationPart this[int index] => (uint)index < (uint)_parts.Length
        ? _parts[index]
        : throw new ArgumentOutOfRangeException(
            nameof(index), $"The observation has {Count} parts, from index 0; received the index {index}.");

    /// <summary>A part by its name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public ObservationPart this[string name] => _parts[Find(name)];

    /// <summary>An observation that is the index of one of <paramref name="values"/> values, in one number: shape <c>[1]</c>.</summary>
    /// <inheritdoc cref="ObservationPart.Index"/>
    public static ObservationLayout Index(int values) => new([ObservationPart.Index(OnlyName, values)]);

    /// <summary>
    /// An observation that is one of <paramref name="values"/> values, as so many numbers one of which is 1: shape <c>[values]</c>.
    /// </summary>
    /// <inheritdoc cref="ObservationPart.Index"/>
    public static ObservationLayout OneHot(int values) => new([ObservationPart.OneHot(OnlyName, values)]);

    /// <summary>Parts, one behind the other in one row.</summary>
    /// <exception cref="ArgumentException">There is none, or two have the same name.</exception>
    public static ObservationLayout Of(params ReadOnlySpan<ObservationPart> parts)
    {
        if (parts.IsEmpty)
        {
            throw new ArgumentException("An observation has at least one part.", nameof(parts));
        }

        for (int i = 0; i < parts.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(parts[i], nameof(parts));
            for (int other = 0; other < i; other++)
            {
                if (parts[other].Name == parts[i].Name)
                {
                    throw new ArgumentException(
                        $"Two parts of an observation are called '{parts[i].Name}'; their names must differ.", nameof(parts));
                }
            }
        }

        return new(parts.ToArray());
    }

    /// <summary>The numbers of a part.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="observation">One observation.</param>
    /// <exception cref="ArgumentException">There is no such part, or the observation has another length.</exception>
    public ReadOnlySpan<float> Slice(string name, ReadOnlySpan<float> observation) => Slice(Find(name), observation);

    /// <summary>The numbers of a part, to be written.</summary>
    /// <inheritdoc cref="Slice(string, ReadOnlySpan{float})"/>
    public Span<float> Slice(string name, Span<float> observation)
    {
        int part = Find(name);
        return observation.Slice(_starts[part], Slice(part, observation).Length);
    }

    /// <summary>Where a part begins in the row.</summary>
    /// <exception cref="ArgumentException">There is no such part.</exception>
    public int StartOf(string name) => _starts[Find(name)];

    /// <inheritdoc/>
    public IEnumerator<ObservationPart> GetEnumerator() => ((IEnumerable<ObservationPart>)_parts).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(ObservationLayout? other) => other is not null && _parts.AsSpan().SequenceEqual(other._parts);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ObservationLayout);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_parts.Length, _parts[0], Shape);

    /// <summary>For messages: <c>image [8, 8, 1], speed [1], gear (index of 5)</c>.</summary>
    public override string ToString() => string.Join(", ", (IEnumerable<ObservationPart>)_parts);

    /// <summary>The numbers of a part by its place.</summary>
    internal ReadOnlySpan<float> Slice(int part, ReadOnlySpan<float> observation) => observation.Length == Shape.ElementCount
        ? observation.Slice(_starts[part], _parts[part].Shape.ElementCount)
        : throw new ArgumentException(
            $"An observation of {this} has {Shape.ElementCount} numbers; received {observation.Length}.", nameof(observation));

    /// <summary>Whether observations are of this layout: indices whole numbers within their values, one-hot rows with one 1.</summary>
    /// <param name="observations"><c>[count, …Shape]</c>.</param>
    internal bool Holds(ReadOnlySpan<float> observations)
    {
        for (; !observations.IsEmpty; observations = observations[Shape.ElementCount..])
        {
            for (int i = 0; i < Count; i++)
            {
                ReadOnlySpan<float> numbers = Slice(i, observations[..Shape.ElementCount]);
                foreach (float number in numbers)
                {
                    int most = _parts[i].Kind == ObservationKind.Index ? _parts[i].Values - 1 : 1;
                    if (_parts[i].Kind != ObservationKind.Numbers && !(number >= 0 && number <= most && number == (int)number))
                    {
                        return false;
                    }
                }

                for (int one = 0; _parts[i].Kind == ObservationKind.OneHot && one < numbers.Length; one += _parts[i].Values)
                {
                    if (numbers.Slice(one, _parts[i].Values).Count(1f) != 1)
                    {
                        return false;
                    }
                }
            }
        }

        return true;
    }

    /// <summary>
    /// That of several frames: the only part grows by its last axis; of several parts each frame has its own, those of the frames before
    /// the newest called <c>speed-1</c>, <c>speed-2</c> and so on.
    /// </summary>
    internal ObservationLayout Stacked(int frames)
    {
        List<ObservationPart> parts = [];
        for (int age = frames - 1; age >= 0 && Count > 1; age--)
        {
            parts.AddRange(_parts.Select(part => age == 0 ? part : part.Aged(age)));
        }

        return new(Count == 1 ? [_parts[0].Repeated(frames)] : [.. parts]);
    }

    /// <summary>Whether a number of the flat row never changes on purpose.</summary>
    internal bool IsConstant(int number)
    {
        int part = Array.BinarySearch(_starts, number);
        return _parts[part < 0 ? ~part - 1 : part].IsConstant;
    }

    private int Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        for (int i = 0; i < _parts.Length; i++)
        {
            if (_parts[i].Name == name)
            {
                return i;
            }
        }

        throw new ArgumentException($"The observation has no part '{name}'; its parts are: {this}.", nameof(name));
    }
}
