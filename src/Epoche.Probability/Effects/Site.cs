namespace Epoche;

/// <summary>What a program says at a site.</summary>
public enum SiteKind
{
    /// <summary>A random number, drawn or observed.</summary>
    Sample,

    /// <summary>A parameter to learn.</summary>
    Parameter,

    /// <summary>Independent repetitions.</summary>
    Plate,

    /// <summary>A term of the log-density.</summary>
    Factor,
}

/// <summary>
/// One statement of a running program. It travels from the context that the program holds inwards to the root, and every context on the way
/// may fill it in before and read it afterwards.
/// </summary>
public struct Site
{
    internal Site(SiteKind kind, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        (Kind, Name, Scale) = (kind, name, 1);
    }

    /// <summary>What kind of statement it is.</summary>
    public readonly SiteKind Kind { get; }

    /// <summary>Its name, unique within the program.</summary>
    public readonly string Name { get; }

    /// <summary>What is drawn from, at a sample site.</summary>
    public Distribution? Distribution { get; internal set; }

    /// <summary>
    /// The draw or the observation; the parameter; the chosen indices of a plate that draws them; the logarithm of a factor.
    /// </summary>
    public Tensor Value { get; internal set; }

    /// <summary>Whether the value is data.</summary>
    public bool IsObserved { get; internal set; }

    /// <summary>What its log-density counts by: plates that see a part of the data make it larger than 1.</summary>
    public float Scale { get; internal set; }

    /// <summary>1 where elements count, 0 where not; none: all count.</summary>
    public Tensor? Mask { get; internal set; }

    /// <summary>How many repetitions a plate stands for.</summary>
    public int Size { get; internal set; }

    /// <summary>How many of them this run sees.</summary>
    public int Count { get; internal set; }

    internal bool HasValue { get; set; }

    internal bool IsHidden { get; set; }

    /// <summary>The shape of a parameter, and the number that it starts with everywhere where it comes without a tensor of them.</summary>
    internal (Shape Shape, float Number) Start { get; set; }

    internal SeedContext? Seed { get; set; }

    internal Constraint? Constraint { get; set; }

    /// <summary>The log-density of the value, summed over its elements, masked and scaled: one element.</summary>
    /// <exception cref="InvalidOperationException">A site of another kind than sample and factor.</exception>
    public readonly Tensor LogDensity() => Kind switch
    {
        SiteKind.Sample => Total(Distribution!.LogDensity(Counted())),
        SiteKind.Factor => Total(Value),
        _ => throw new InvalidOperationException($"The site '{Name}' is a {Kind}; only samples and factors have a log-density."),
    };

    /// <summary>
    /// The value, with a number of the support where a mask hides an observation: one that is missing may be NaN, whose gradient is NaN
    /// although its density does not count.
    /// </summary>
    internal readonly Tensor Counted() =>
        IsObserved && Mask is { } mask ? Tensors.Ops.Where(mask, Value, Distribution!.Support.Inside) : Value;

    /// <summary>The sum of what stands for each element, masked and scaled.</summary>
    internal readonly Tensor Total(Tensor each) => Scaled((Mask is { } mask ? Tensors.Ops.Where(mask, each, 0) : each).Sum());

    internal readonly Tensor Scaled(Tensor sum) => Scale == 1 ? sum : sum * Scale;
}
