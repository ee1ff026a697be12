using Epoche.Kernels;

namespace Epoche;

/// <summary>
/// A distribution over tensors whose elements are independent, given the parameters. Parameters are tensors and broadcast against each
/// other; draws and log-densities pass gradients to them. Its methods compute where they are called: inside a
/// step on the step's arena and tape.
/// </summary>
public abstract class Distribution
{
    /// <summary>½·ln 2π.</summary>
    internal const float HalfLogTwoPi = 0.91893853320467274f;

    /// <summary>The name that error messages use, such as <c>Normal</c>.</summary>
    public virtual string Name => GetType().Name;

    /// <summary>The shape of a draw: what the parameters broadcast to.</summary>
    /// <exception cref="ArgumentException">They do not.</exception>
    public abstract Shape Shape { get; }

    /// <summary>Where draws lie.</summary>
    public virtual Constraint Support => Constraint.Real;

    /// <summary>
    /// Whether a draw is a smooth function of the parameters and of noise that does not depend on them, so that gradients pass
    /// through it (Kingma and Welling 2014).
    /// </summary>
    public virtual bool IsReparameterized => true;

    /// <summary>
    /// The logarithm of the density (of the probability, where values are whole numbers) of each element; −∞ outside of the support.
    /// </summary>
    /// <param name="value">Of a shape that broadcasts with <see cref="Shape"/>. What is NaN stays NaN.</param>
    /// <exception cref="ArgumentException">A parameter lies outside of its range, or the shapes do not fit.</exception>
    public abstract Tensor LogDensity(Tensor value);

    /// <summary>A draw of the shape <see cref="Shape"/>.</summary>
    /// <exception cref="ArgumentException">A parameter lies outside of its range.</exception>
    public Tensor Sample(ref Rng random) => Sample(ref random, Shape);

    /// <summary>Independent draws of a larger shape.</summary>
    /// <param name="random">The stream; moves on by as much as the draws take.</param>
    /// <param name="shape">One that <see cref="Shape"/> broadcasts to: more axes in front, or axes of size 1 enlarged.</param>
    /// <exception cref="ArgumentException">The shape does not fit, or a parameter lies outside of its range.</exception>
    public Tensor Sample(ref Rng random, Shape shape)
    {
        if (!Fits(Shape, shape))
        {
            throw new ArgumentException($"A distribution {Name} of shape {Shape} cannot give draws of shape {shape}.", nameof(shape));
        }

        Refuse(Name, TryDraw(ref random, shape, out Tensor value));
        return value;
    }

    /// <summary>The mean of each element.</summary>
    /// <exception cref="ArgumentException">A parameter lies outside of its range.</exception>
    /// <exception cref="NotSupportedException">It has no closed form.</exception>
    public virtual Tensor Mean() => throw NotClosed("mean");

    /// <summary>The variance of each element.</summary>
    /// <exception cref="ArgumentException">A parameter lies outside of its range.</exception>
    /// <exception cref="NotSupportedException">It has no closed form.</exception>
    public virtual Tensor Variance() => throw NotClosed("variance");

    /// <summary>The entropy of each element, in nats.</summary>
    /// <exception cref="ArgumentException">A parameter lies outside of its range.</exception>
    /// <exception cref="NotSupportedException">It has no closed form.</exception>
    public virtual Tensor Entropy() => throw NotClosed("entropy");

    /// <summary>Draws; the shape is known to fit and the parameters to be in range.</summary>
    protected internal abstract Tensor Draw(ref Rng random, Shape shape);

    /// <summary>Draws, unless a parameter lies outside of its range: the first that does. The shape is known to fit.</summary>
    internal virtual Flaw? TryDraw(ref Rng random, Shape shape, out Tensor value)
    {
        Flaw? flaw = FindFlaw();
        value = flaw is null ? Draw(ref random, shape) : default;
        return flaw;
    }

    /// <summary>The distribution behind one that only repeats it, which is what divergences ask for.</summary>
    internal virtual Distribution Plain => this;

    /// <summary>Why <see cref="LogDensity"/> cannot be asked, and what to do; null where it can.</summary>
    internal virtual string? LackOfDensity => null;

    /// <summary>The first parameter that lies outside of its range.</summary>
    internal virtual Flaw? FindFlaw() => null;

    /// <summary>
    /// Refuses parameters out of range: when they are given, and at each use, for a parameter that is learned changes in place.
    /// </summary>
    /// <exception cref="ArgumentException">One is.</exception>
    internal void RequireRange() => Refuse(Name, FindFlaw());

    private protected static void Refuse(string distribution, Flaw? outside)
    {
        if (outside is { } flaw)
        {
            throw flaw.Refuse(distribution);
        }
    }

    /// <summary>Whether a shape broadcasts to another one without changing it.</summary>
    internal static bool Fits(Shape draw, Shape value)
    {
        bool fits = draw.Rank <= value.Rank;
        for (int i = 1; fits && i <= draw.Rank; i++)
        {
            fits = draw[-i] == value[-i] || draw[-i] == 1;
        }

        return fits;
    }

    private protected static Shape Joint(Tensor first, Tensor second) => Broadcast.Shape(first.Shape, second.Shape);

    /// <summary>A parameter that stands for every element of a draw.</summary>
    private protected Tensor Full(Tensor parameter) => parameter.Shape == Shape ? parameter : parameter.BroadcastTo(Shape);

    /// <summary>A result, unless a parameter lies outside of its range, where it would mean nothing.</summary>
    private protected Tensor InRange(Tensor result)
    {
        RequireRange();
        return result;
    }

    /// <summary>
    /// Replaces values outside of the support by one inside, where densities are finite and have a gradient; see <see cref="Except"/>.
    /// </summary>
    /// <param name="value">The values.</param>
    /// <param name="withEnds">Whether the ends of an interval have a density.</param>
    /// <returns>0 where they lie inside, −∞ where not, NaN where they are NaN; null where all lie inside.</returns>
    private protected Tensor? MarkOutside(ref Tensor value, bool withEnds = false)
    {
        Constraint support = Support;
        ReadOnlySpan<float> values = value.Values;
        if (support.ContainsAll(values, withEnds))
        {
            return null;
        }

        Tensor outside = Tensor.Uninitialized(value.Shape);
        Span<float> marks = outside.Span;
        for (int i = 0; i < values.Length; i++)
        {
            marks[i] = float.IsNaN(values[i]) ? float.NaN : support.Contains(values[i], withEnds) ? 0 : float.NegativeInfinity;
        }

        value = Tensors.Ops.Where(outside, support.Inside, value);
        return outside;
    }

    /// <summary>A density, but −∞ where values lay outside of the support.</summary>
    private protected static Tensor Except(Tensor? outside, Tensor density) =>
        outside is { } marks ? Tensors.Ops.Where(marks, marks, density) : density;

    private protected static Flaw? NotPositive(string name, Tensor parameter) =>
        Outside(name, parameter, 0, float.PositiveInfinity, "a finite number above 0");

    private protected static Flaw? NotFinite(string name, Tensor parameter) =>
        Outside(name, parameter, float.NegativeInfinity, float.PositiveInfinity, "a finite number");

    /// <summary>Allows −∞, and numbers up to <paramref name="highest"/>.</summary>
    private protected static Flaw? NotUpTo(string name, Tensor parameter, float highest, string expected)
    {
        ReadOnlySpan<float> values = parameter.Values;
        for (int i = Reduce.IsFinite(values) ? values.Length : 0; i < values.Length; i++)
        {
            if (!(values[i] <= highest))
            {
                return new Flaw(name, parameter, i, values[i], expected);
            }
        }

        return null;
    }

    /// <summary>Allows numbers strictly between two.</summary>
    private protected static Flaw? Outside(string name, Tensor parameter, float low, float high, string expected)
    {
        ReadOnlySpan<float> values = parameter.Values;
        for (int i = Reduce.IsBetween(values, low, high) ? values.Length : 0; i < values.Length; i++)
        {
            if (!(values[i] > low && values[i] < high))
            {
                return new Flaw(name, parameter, i, values[i], expected);
            }
        }

        return null;
    }

    private NotSupportedException NotClosed(string what) => new($"The {what} of {Name} has no closed form; take it from draws.");
}
