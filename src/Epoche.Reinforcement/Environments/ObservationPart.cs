namespace Epoche;

/// <summary>What the numbers of a part of an observation are.</summary>
public enum ObservationKind
{
    /// <summary>Real numbers, one by one.</summary>
    Numbers,

    /// <summary>Each number is the index of one of n values: 0 … n − 1.</summary>
    Index,

    /// <summary>One of n values, as n numbers of which that at its index is 1 and the others are 0.</summary>
    OneHot,
}

/// <summary>A part of an observation with a name of its own; see <see cref="ObservationLayout"/>.</summary>
public sealed record ObservationPart
{
    private ObservationPart(string name, Shape shape, ObservationKind kind, int values)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        (Name, Shape, Kind, Values) = (name, shape, kind, values);
    }

    /// <summary>Real numbers of a shape.</summary>
    /// <exception cref="ArgumentException">The name is empty, or the shape holds no number.</exception>
    public ObservationPart(string name, Shape shape)
        : this(name, shape, ObservationKind.Numbers, 0)
    {
        if (shape.ElementCount == 0)
        {
            throw new ArgumentException($"The shape {shape} of the part '{name}' holds no number.", nameof(shape));
        }
    }

    /// <summary>What it is called, such as <c>image</c>; unique within an observation.</summary>
    public string Name { get; private init; }

    /// <summary>Its shape, row-major.</summary>
    public Shape Shape { get; private init; }

    /// <summary>What its numbers are.</summary>
    public ObservationKind Kind { get; }

    /// <summary>n, how many values there are to tell apart; 0 for real numbers.</summary>
    public int Values { get; }

    /// <summary>
    /// Whether its numbers never change on purpose, such as those that only others of a family of environments use. Default false:
    /// the doctor takes a number that never changes for a dead sensor.
    /// </summary>
    public bool IsConstant { get; init; }

    /// <summary>
    /// One of <paramref name="values"/> values by its index: a number from 0 to <paramref name="values"/> − 1, as an
    /// <see cref="Embedding"/> takes it.
    /// </summary>
    /// <param name="name">What it is called.</param>
    /// <param name="values">From 1 to 2²⁴, above which float32 cannot tell whole numbers apart.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="values"/> is out of its range.</exception>
    public static ObservationPart Index(string name, int values) => new(name, [1], ObservationKind.Index, Checked(values));

    /// <summary>One of <paramref name="values"/> values as so many numbers, one of which is 1.</summary>
    /// <inheritdoc cref="Index"/>
    public static ObservationPart OneHot(string name, int values) => new(name, [Checked(values)], ObservationKind.OneHot, values);

    /// <summary>For messages: <c>image [84, 84, 3]</c>, <c>cell (index of 16)</c>, <c>cell (one of 16)</c>.</summary>
    public override string ToString() => Kind switch
    {
        ObservationKind.Numbers => $"{Name} {Shape}",
        ObservationKind.Index => $"{Name} ({(Shape.ElementCount == 1 ? "index" : $"{Shape.ElementCount} indices")} of {Values})",
        _ => $"{Name} (one of {Values}{(Shape.ElementCount == Values ? "" : $", {Shape.ElementCount / Values} times")})",
    };

    /// <summary>The same of several frames, side by side.</summary>
    internal ObservationPart Repeated(int frames)
    {
        Span<int> sizes = stackalloc int[Shape.Rank];
        Shape.CopyTo(sizes);
        sizes[^1] *= frames;
        return this with { Shape = Shape.Create(sizes) };
    }

    /// <summary>The same under another name.</summary>
    internal ObservationPart Called(string name) => this with { Name = name };

    /// <summary>The same of an earlier frame.</summary>
    internal ObservationPart Aged(int frames) => this with { Name = $"{Name}-{frames}" };

    private static int Checked(int values)
    {
        OptionChecks.AtLeastOne(values, "values of an observation");
        FloatIndex.RequireNameable(values, "values of an observation");
        return values;
    }
}
