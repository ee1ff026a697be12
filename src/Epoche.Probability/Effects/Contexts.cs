namespace Epoche;

/// <summary>
/// A probabilistic program: says what is random, what is learned and what was observed, all on the context that it is given.
/// </summary>
/// <param name="p">Takes the statements. The same program runs under contexts that draw, record, replay or condition.</param>
/// <param name="data">What the program is about.</param>
public delegate void Program<in TData>(ProgramContext p, TData data);

/// <summary>
/// What a program talks to. Contexts wrap one another like layers of an onion, with a <see cref="RootContext"/> in the middle: a statement
/// becomes a <see cref="Site"/> that travels inwards, filled in on its way (a replayed or conditioned value, a scale, a mask, the stream to
/// draw from), gets its value at the root if it has none, and travels back outwards, recorded on its way. Nothing is global: programs on
/// several threads, and programs inside of programs, know nothing of each other. One context serves one run on one thread.
/// </summary>
public abstract class ProgramContext
{
    private protected ProgramContext(RootContext? root) => Root = root ?? (RootContext)this;

    internal RootContext Root { get; }

    /// <summary>A random number: drawn, or given by <paramref name="observed"/> or a context.</summary>
    /// <param name="name">Unique within the program.</param>
    /// <param name="distribution">
    /// What it is drawn from. Inside of plates its first axes are theirs, outermost first; one of a single number is repeated.
    /// </param>
    /// <param name="observed">Data, of the shape of a draw.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ProgramException">
    /// The name is taken, a parameter of the distribution is out of range, or shapes do not fit.
    /// </exception>
    public Tensor Sample(string name, Distribution distribution, Tensor? observed = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(distribution);
        Site site = new(SiteKind.Sample, name)
        {
            Distribution = distribution, IsObserved = observed is not null, HasValue = observed is not null,
        };
        site.Value = observed ?? default;
        Root.Open(ref site);
        Handle(ref site);
        return site.Value;
    }

    /// <summary>A parameter to learn that starts as one number everywhere. The same name gives the same parameter again.</summary>
    /// <param name="name">Its name, shared by a program and its guide.</param>
    /// <param name="start">The number, inside of the constraint.</param>
    /// <param name="constraint">Where it must stay. Default: any real number.</param>
    /// <param name="shape">Its shape. Default: one number.</param>
    /// <exception cref="ProgramException">The start lies outside of the constraint, or the parameter has another shape already.</exception>
    public Tensor Param(string name, float start, Constraint? constraint = null, Shape shape = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        Site site = new(SiteKind.Parameter, name)
        {
            Start = (shape == default ? [] : shape, start), Constraint = constraint ?? Constraint.Real,
        };
        Handle(ref site);
        return site.Value;
    }

    /// <summary>A parameter to learn.</summary>
    /// <param name="name">Its name, shared by a program and its guide.</param>
    /// <param name="start">How it starts, inside of the constraint; read once, when the parameter is made.</param>
    /// <param name="constraint">Where it must stay. Default: any real number.</param>
    /// <exception cref="ProgramException">The start lies outside of the constraint, or the parameter has another shape already.</exception>
    public Tensor Param(string name, Tensor start, Constraint? constraint = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        Site site = new(SiteKind.Parameter, name) { Value = start, Start = (start.Shape, 0), Constraint = constraint ?? Constraint.Real };
        Handle(ref site);
        return site.Value;
    }

    /// <summary>
    /// What follows, until the result is disposed, are independent repetitions: <c>using (p.Plate("data", 60_000, batch: 128)) { … }</c>.
    /// Where a run sees only a part of them, their log-densities count size/part times, so that a step on a batch estimates the whole:
    /// without it a prior would weigh too much.
    /// </summary>
    /// <param name="name">Its name, shared by a program and its guide.</param>
    /// <param name="size">How many there are.</param>
    /// <param name="subsample">Draws so many of them, in each run again; <see cref="PlateScope.Take"/> picks their rows.</param>
    /// <param name="batch">The data at hand are so many of them already.</param>
    /// <exception cref="ProgramException">A number is out of range, or differs from what the plate was before.</exception>
    public PlateScope Plate(string name, int size, int? subsample = null, int? batch = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        Site site = new(SiteKind.Plate, name) { Size = size, Count = subsample ?? batch ?? size, HasValue = subsample is null };
        Root.Require(
            name, size > 0 && site.Count > 0 && site.Count <= size && (subsample is null || batch is null),
            $"the plate '{name}' of {size} sees "
            + $"{(subsample is not null && batch is not null ? $"a subsample of {subsample} and a batch of {batch}" : $"{site.Count}")}; "
            + $"expected 1 or more, at most all, and either a subsample or a batch.");
        Handle(ref site);
        Root.Enter(in site);
        return new PlateScope(Root, site);
    }

    /// <summary>Adds a term to the program's log-density.</summary>
    /// <param name="name">Unique within the program.</param>
    /// <param name="logWeight">The term; elements are summed. Inside of plates it counts like a sample.</param>
    /// <exception cref="ProgramException">The name is taken.</exception>
    public void Factor(string name, Tensor logWeight)
    {
        ArgumentNullException.ThrowIfNull(name);
        Site site = new(SiteKind.Factor, name) { Value = logWeight, HasValue = true };
        Root.Open(ref site);
        Handle(ref site);
    }

    /// <summary>Lets a site travel through this context and those inside it.</summary>
    internal abstract void Handle(ref Site site);
}

/// <summary>Repetitions that are open; disposing it ends them.</summary>
public readonly struct PlateScope : IDisposable
{
    private readonly RootContext _root;
    private readonly Site _plate;

    internal PlateScope(RootContext root, in Site plate) => (_root, _plate) = (root, plate);

    /// <summary>How many repetitions this run sees.</summary>
    public int Count => _plate.Count;

    /// <summary>Which of them, as whole numbers [count].</summary>
    /// <exception cref="InvalidOperationException">The plate draws none: it sees all, or a batch that was made elsewhere.</exception>
    public Tensor Indices => _plate.Value.IsDefault
        ? throw new InvalidOperationException(
            $"The plate '{_plate.Name}' draws no indices; give it subsample: COUNT, or use the data as they are.")
        : _plate.Value;

    /// <summary>The rows of data [size, …] that this run sees: all, where the plate draws none. Passes gradients.</summary>
    /// <exception cref="ProgramException">The data have fewer or more rows than the plate repetitions.</exception>
    public Tensor Take(Tensor data)
    {
        _root.Require(
            _plate.Name, data.Rank > 0 && data.Length(0) == _plate.Size,
            $"the plate '{_plate.Name}' has {_plate.Size} repetitions; data {data.Shape} do not have as many rows.");
        if (_plate.Value.IsDefault)
        {
            return data;
        }

        Span<int> sizes = stackalloc int[data.Rank];
        data.Shape.CopyTo(sizes);
        sizes[0] = _plate.Count;
        return Tensors.Ops.Embedding(_plate.Value, data.Reshape(data.Length(0), -1)).Reshape(sizes);
    }

    /// <summary>Ends the repetitions.</summary>
    public void Dispose() => _root.Leave(_plate.Name);
}

/// <summary>
/// A context around another: sees every site on its way in and on its way out, unless a
/// <see cref="BlockContext"/> nearer to the program hides it.
/// </summary>
public abstract class WrappingContext : ProgramContext
{
    private readonly ProgramContext _inner;

    private protected WrappingContext(ProgramContext inner)
        : base((inner ?? throw new ArgumentNullException(nameof(inner))).Root) => _inner = inner;

    internal sealed override void Handle(ref Site site)
    {
        bool hidden = site.IsHidden;
        if (!hidden)
        {
            Before(ref site);
        }

        _inner.Handle(ref site);
        if (!hidden)
        {
            After(in site);
        }
    }

    private protected virtual void Before(ref Site site)
    {
    }

    private protected virtual void After(in Site site)
    {
    }
}

/// <summary>Draws come from a stream. Of several, the one nearest to the program counts.</summary>
public sealed class SeedContext(ProgramContext inner, Rng random)
    : ProgramContext((inner ?? throw new ArgumentNullException(nameof(inner))).Root)
{
    /// <summary>The stream, moved on by what was drawn.</summary>
    internal Rng Random = random;

    /// <summary>The stream as it stands, moved on by what was drawn.</summary>
    public Rng State => Random;

    internal override void Handle(ref Site site)
    {
        site.Seed ??= this; // hidden sites are drawn too
        inner.Handle(ref site);
    }
}

/// <summary>Records what the program does.</summary>
public sealed class TraceContext(ProgramContext inner) : WrappingContext(inner)
{
    /// <summary>What it did.</summary>
    public Trace Trace { get; } = new();

    private protected override void After(in Site site) => Trace.Add(in site);
}

/// <summary>
/// Gives sample sites the values, and plates the indices, that they had in a trace. What was observed there, or is here, stays as it is;
/// sites that the trace lacks are drawn.
/// </summary>
public sealed class ReplayContext(ProgramContext inner, Trace trace) : WrappingContext(inner)
{
    private readonly Trace _trace = trace ?? throw new ArgumentNullException(nameof(trace));

    private protected override void Before(ref Site site)
    {
        if (!_trace.TryFind(site.Name, out Site before))
        {
            return;
        }

        if (site.Kind == SiteKind.Sample && before.Kind == SiteKind.Sample && !site.HasValue && !before.IsObserved)
        {
            (site.Value, site.HasValue) = (before.Value, true);
        }
        else if (site.Kind == SiteKind.Plate && before.Kind == SiteKind.Plate)
        {
            Root.Require(site.Name, (site.Size, site.Count) == (before.Size, before.Count), $"the plate '{site.Name}' has a wrong size: "
                + $"{site.Count} of {site.Size}, but {before.Count} of {before.Size} in the program or guide that is replayed.");
            if (!site.HasValue && !before.Value.IsDefault)
            {
                (site.Value, site.HasValue) = (before.Value, true);
            }
        }
    }
}

/// <summary>Makes sample sites observed: data for a program that was written without.</summary>
public sealed class ConditionContext(ProgramContext inner, IReadOnlyDictionary<string, Tensor> observed) : WrappingContext(inner)
{
    private readonly IReadOnlyDictionary<string, Tensor> _observed = observed ?? throw new ArgumentNullException(nameof(observed));

    private protected override void Before(ref Site site)
    {
        if (site.Kind == SiteKind.Sample && _observed.TryGetValue(site.Name, out Tensor value))
        {
            (site.Value, site.HasValue, site.IsObserved) = (value, true, true);
        }
    }
}

/// <summary>Hides sites from the contexts inside it: they are drawn, but neither recorded nor replayed there.</summary>
public sealed class BlockContext(ProgramContext inner, Func<Site, bool> hides) : WrappingContext(inner)
{
    private readonly Func<Site, bool> _hides = hides ?? throw new ArgumentNullException(nameof(hides));

    private protected override void Before(ref Site site) => site.IsHidden = _hides(site);
}

/// <summary>Multiplies log-densities.</summary>
/// <param name="inner">The context inside.</param>
/// <param name="factor">By what, above 0.</param>
public sealed class ScaleContext(ProgramContext inner, float factor) : WrappingContext(inner)
{
    private readonly float _factor = factor > 0 && float.IsFinite(factor)
        ? factor
        : throw new ArgumentOutOfRangeException(nameof(factor), $"Log-densities are scaled by a finite number above 0; received {factor}.");

    private protected override void Before(ref Site site) => site.Scale *= _factor;
}

/// <summary>Lets only some elements of log-densities count.</summary>
/// <param name="inner">The context inside.</param>
/// <param name="mask">
/// 1 where they count, 0 where not, of a shape that broadcasts to that of the log-densities. What is observed where
/// it is 0 may be anything, NaN too.
/// </param>
public sealed class MaskContext(ProgramContext inner, Tensor mask) : WrappingContext(inner)
{
    private protected override void Before(ref Site site)
    {
        try
        {
            site.Mask = site.Mask is { } other ? other * mask : mask;
        }
        catch (ArgumentException e)
        {
            throw Root.Wrong(site.Name, $"site '{site.Name}' is masked twice. {e.Message}");
        }
    }
}
