using System.Globalization;

namespace Epoche;

/// <summary>What an initializer may ask about a tensor.</summary>
/// <param name="In">Inputs of an output.</param>
/// <param name="Shape">The tensor's shape; the last axis is the output.</param>
public readonly record struct Fans(int In, Shape Shape)
{
    /// <summary>Outputs of an input.</summary>
    public int Out => Shape.Rank == 0 ? 1 : Shape[-1];
}

/// <summary>Fills a tensor before training.</summary>
/// <param name="values">The tensor's memory, row-major.</param>
/// <param name="fans">Its shape and fans.</param>
/// <param name="random">The stream that belongs to this tensor alone.</param>
public delegate void InitializerFill(Span<float> values, Fans fans, ref Rng random);

/// <summary>How a parameter starts.</summary>
public sealed class Initializer
{
    private const string Own = "own/";
    private const char Times = '*';

    private readonly InitializerFill _fill;

    private Initializer(string name, InitializerFill fill) => (Name, _fill) = (name, fill);

    /// <summary>Zero everywhere.</summary>
    public static Initializer Zeros { get; } = new("zeros", (values, _, ref _) => values.Clear());

    /// <summary>One everywhere.</summary>
    public static Initializer Ones { get; } = new("ones", (values, _, ref _) => values.Fill(1));

    /// <summary>U(−a, a) with a = √(6/(in + out)) (Glorot and Bengio 2010, eq. 16).</summary>
    public static Initializer GlorotUniform { get; } = Uniform("glorot-uniform", f => 6f / (f.In + f.Out));

    /// <summary>N(0, 2/(in + out)) (Glorot and Bengio 2010, eq. 12).</summary>
    public static Initializer GlorotNormal { get; } = Normal("glorot-normal", f => 2f / (f.In + f.Out));

    /// <summary>U(−a, a) with a = √(6/in) (He et al. 2015, eq. 10).</summary>
    public static Initializer HeUniform { get; } = Uniform("he-uniform", f => 6f / f.In);

    /// <summary>N(0, 2/in) (He et al. 2015, eq. 10).</summary>
    public static Initializer HeNormal { get; } = Normal("he-normal", f => 2f / f.In);

    /// <summary>U(−a, a) with a = 1/√in: PyTorch's default for kernels and biases of linear layers.</summary>
    public static Initializer UniformFanIn { get; } = Uniform("uniform-fan-in", f => 1f / f.In);

    /// <summary>Orthonormal columns or rows, whichever are fewer (Saxe et al. 2013, arXiv:1312.6120), as a matrix [in, out].</summary>
    public static Initializer Orthogonal { get; } = new("orthogonal", OrthogonalMatrix.Fill);

    /// <summary>The name in model files and recipes.</summary>
    public string Name { get; }

    /// <summary>All initializers.</summary>
    public static IReadOnlyList<Initializer> All { get; } =
        [Zeros, Ones, GlorotUniform, GlorotNormal, HeUniform, HeNormal, UniformFanIn, Orthogonal];

    /// <summary>The initializer with this name; <c>orthogonal*0.01</c> is one that is <see cref="Scaled"/>.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public static Initializer Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Known(name)
        ?? throw new FormatException($"No initializer is called '{name}'; known are {string.Join(", ", All.Select(i => i.Name))}.");
    }

    /// <summary>
    /// A custom initializer. A model file holds the numbers that it gave and <c>own/NAME</c>; clones in
    /// the same process hold the code too.
    /// </summary>
    public static Initializer Custom(string name, InitializerFill fill)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(fill);
        return new(name, fill);
    }

    /// <summary>The same numbers times a factor: <c>Initializer.Orthogonal.Scaled(MathF.Sqrt(2))</c>.</summary>
    /// <param name="gain">The factor, finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not finite.</exception>
    public Initializer Scaled(float gain)
    {
        if (!float.IsFinite(gain))
        {
            throw new ArgumentOutOfRangeException(nameof(gain), $"Initial numbers are scaled by a finite factor; received {gain}.");
        }

        return new(string.Create(CultureInfo.InvariantCulture, $"{Name}{Times}{gain}"), (values, fans, ref random) =>
        {
            _fill(values, fans, ref random);
            foreach (ref float value in values)
            {
                value *= gain;
            }
        });
    }

    /// <summary>The name in a model file, by which custom code does not pass for a known initializer.</summary>
    internal string FileName => Known(Name) is not null || Name.StartsWith(Own, StringComparison.Ordinal) ? Name : Own + Name;

    /// <summary>
    /// The initializer that a model file names. What stands in for custom code gives zeros, which nobody sees: the
    /// file's numbers take their place.
    /// </summary>
    internal static Initializer OfFile(string name) =>
        name.StartsWith(Own, StringComparison.Ordinal) ? new(name, (values, _, ref _) => values.Clear()) : Find(name);

    /// <summary>Fills a tensor.</summary>
    public void Fill(Span<float> values, Fans fans, ref Rng random) => _fill(values, fans, ref random);

    private static Initializer? Known(string name)
    {
        int at = name.LastIndexOf(Times);
        return at < 0 ? All.FirstOrDefault(i => i.Name == name)
            : float.TryParse(name.AsSpan(at + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out float gain) && float.IsFinite(gain)
            ? All.FirstOrDefault(i => i.Name == name[..at])?.Scaled(gain)
            : null;
    }

    private static Initializer Uniform(string name, Func<Fans, float> squaredBound) => new(name, (values, fans, ref random) =>
    {
        float bound = MathF.Sqrt(squaredBound(fans));
        random.FillUniform(values, -bound, bound);
    });

    private static Initializer Normal(string name, Func<Fans, float> variance) =>
        new(name, (values, fans, ref random) => random.FillNormal(values, 0, MathF.Sqrt(variance(fans))));
}
