using System.Runtime.CompilerServices;

namespace Epoche;

/// <summary>
/// The innermost context: knows the names and plates of the run, gives parameters, draws what no context gave, and
/// sees to it that everything fits.
/// </summary>
/// <param name="parameters">Where parameters live. Default: a store of its own, in which they have the values that they start with.</param>
public sealed class RootContext(ParameterStore? parameters = null) : ProgramContext(null)
{
    private const int NamedParameters = 4; // that an error lists at most

    private readonly ParameterStore _parameters = parameters ?? new ParameterStore();
    private readonly Dictionary<string, SiteKind> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Site> _plates = new(StringComparer.Ordinal);
    private readonly List<Site> _open = [];
    private readonly List<Site> _used = []; // parameters of this run, to name the one behind a bad number
    private long? _step;

    /// <summary>Forgets the last run.</summary>
    internal void Begin(long? step)
    {
        _step = step;
        _names.Clear();
        _plates.Clear();
        _open.Clear();
        _used.Clear();
    }

    internal void Open(ref Site site)
    {
        Claim(in site);
        foreach (Site plate in _open)
        {
            site.Scale *= plate.Size / (float)plate.Count;
        }
    }

    internal void Enter(in Site plate)
    {
        Claim(in plate);
        foreach (Site open in _open)
        {
            Require(plate.Name, open.Name != plate.Name, $"the plate '{plate.Name}' is open already.");
        }

        if (_plates.TryGetValue(plate.Name, out Site before))
        {
            Require(plate.Name, before.Size == plate.Size && before.Count == plate.Count, $"the plate '{plate.Name}' has a wrong size: "
                + $"{plate.Count} of {plate.Size}, but {before.Count} of {before.Size} earlier in this run.");
        }

        _plates[plate.Name] = plate;
        _open.Add(plate);
    }

    internal void Leave(string plate)
    {
        int last = _open.Count - 1;
        Require(plate, last >= 0 && _open[last].Name == plate, $"the plate '{plate}' is closed, but the innermost open one is "
            + $"{(last < 0 ? "none" : $"'{_open[last].Name}'")}; close plates in the reverse order.");
        _open.RemoveAt(last);
    }

    internal void Require(string site, bool condition, [InterpolatedStringHandlerArgument(nameof(condition))] Problem problem)
    {
        if (!condition)
        {
            throw Wrong(site, problem.ToString());
        }
    }

    internal ProgramException Wrong(string site, string problem) => new(site, _step, char.ToUpperInvariant(problem[0]) + problem[1..]);

    internal override void Handle(ref Site site)
    {
        switch (site.Kind)
        {
            case SiteKind.Sample: HandleSample(ref site); break;
            case SiteKind.Parameter: HandleParameter(ref site); break;
            case SiteKind.Plate: HandlePlate(ref site); break;
            case SiteKind.Factor: FitMask(in site); break;
        }
    }

    private void HandleSample(ref Site site)
    {
        Distribution distribution = site.Distribution!;
        Shape shape = ShapeOf(site.Name, distribution);
        if (site.HasValue)
        {
            RequireRange(in site, distribution.FindFlaw());
            Fit(in site, shape);
            return;
        }

        Require(site.Name, site.Seed is not null, $"site '{site.Name}' has no value, and nothing to draw it from: wrap the context into a "
            + $"SeedContext, or give the value by observed:, a ConditionContext or a ReplayContext.");
        if (shape.Rank == 0 && _open.Count > 0)
        {
            Span<int> counts = stackalloc int[Shape.MaxRank];
            for (int i = 0; i < _open.Count; i++)
            {
                counts[i] = _open[i].Count;
            }

            shape = Shape.Create(counts[.._open.Count]);
        }

        FitPlates(in site, shape);
        RequireRange(in site, distribution.TryDraw(ref site.Seed!.Random, shape, out Tensor value));
        (site.Value, site.HasValue) = (value, true);
        FitMask(in site);
    }

    /// <summary>
    /// Runs a program; where it makes a distribution of parameters out of range, which no site has seen yet, the message names what it can.
    /// </summary>
    internal void Run<TData>(Program<TData> program, ProgramContext context, TData data)
    {
        try
        {
            program(context, data);
        }
        catch (ArgumentException e) when (Flaw.Of(e) is { } flaw)
        {
            throw new ProgramException(Learned(flaw)?.Name ?? string.Empty, _step, e.Message + Advice(flaw), e);
        }
    }

    private void RequireRange(in Site site, Flaw? outside)
    {
        if (outside is { } flaw)
        {
            throw Wrong(site.Name, $"site '{site.Name}', {flaw.Describe(site.Distribution!.Name)}{Advice(flaw)}");
        }
    }

    private Shape ShapeOf(string site, Distribution distribution)
    {
        try
        {
            return distribution.Shape;
        }
        catch (ArgumentException e)
        {
            throw Wrong(site, $"site '{site}', {distribution.Name}: its parameters do not fit together. {e.Message}");
        }
    }

    /// <summary>
    /// A value must have the shape of a draw, or one that a draw can have: otherwise n observations against n×1
    /// means would silently become n² terms.
    /// </summary>
    private void Fit(in Site site, Shape draw)
    {
        Shape value = site.Value.Shape;
        Require(site.Name, Distribution.Fits(draw, value), $"site '{site.Name}': {site.Distribution!.Name} gives draws of shape {draw}, "
            + $"but the {(site.IsObserved ? "observed" : "given")} value has the shape {value}. Reshape one of them; a last axis of 1 "
            + $"is the usual cause.");
        FitPlates(in site, value);
        FitMask(in site);
        Constraint support = site.Distribution!.Support;
        if (support.Kind != ConstraintKind.Real)
        {
            foreach (float number in site.Counted().Values)
            {
                // At an end the density decides.
                bool isEnd = support.Kind != ConstraintKind.Discrete && (number == support.Low || number == support.High);
                Require(site.Name, support.Contains(number) || isEnd, $"site '{site.Name}': {site.Distribution.Name} expects {support}; "
                    + $"{(site.IsObserved ? "observed" : "given")} was {number}.");
            }
        }
    }

    /// <summary>A mask that is larger than the log-densities would count them several times.</summary>
    private void FitMask(in Site site)
    {
        if (site.Mask is { } mask)
        {
            Require(site.Name, Distribution.Fits(mask.Shape, site.Value.Shape), $"site '{site.Name}': "
                + $"its log-densities have the shape {site.Value.Shape}, and a mask of shape {mask.Shape} does not broadcast to it. "
                + $"Say what the mask is meant for on a MaskContext of its own, and the rest on the context inside.");
        }
    }

    private void FitPlates(in Site site, Shape shape)
    {
        for (int i = 0; i < _open.Count; i++)
        {
            Require(site.Name, i < shape.Rank && shape[i] == _open[i].Count, $"site '{site.Name}' has the shape {shape} inside of the "
                + $"plate '{_open[i].Name}' of {_open[i].Count}; expected {_open[i].Count} along axis {i}.");
        }
    }

    /// <summary>
    /// A trace finds what it recorded by name alone, so that a plate and a sample of one name would make it lose the sample.
    /// Parameters and plates may come again.
    /// </summary>
    private void Claim(in Site site)
    {
        bool isNew = _names.TryAdd(site.Name, site.Kind);
        SiteKind before = _names[site.Name];
        Require(site.Name, isNew || before == site.Kind, $"the name '{site.Name}' is that of a {Word(before)} in this run already; "
            + $"the {Word(site.Kind)} needs another, such as '{site.Name}.{Word(site.Kind)}'.");
        Require(
            site.Name, isNew || site.Kind is SiteKind.Parameter or SiteKind.Plate,
            $"a site called '{site.Name}' came twice in one run; names must be unique. In a loop, number them: $\"{site.Name}_{{i}}\".");

        static string Word(SiteKind kind) => kind.ToString().ToLowerInvariant();
    }

    private void HandleParameter(ref Site site)
    {
        Claim(in site);
        Constraint constraint = site.Constraint!;
        Tensor free = _parameters.Find(this, in site);
        site.Value = constraint.Apply(free);
        site.HasValue = true;
        _used.Add(site);
    }

    private void HandlePlate(ref Site site)
    {
        if (site.HasValue)
        {
            return;
        }

        if (_plates.TryGetValue(site.Name, out Site before))
        {
            site.Value = before.Value; // the same repetitions as earlier in this run
            return;
        }

        Require(site.Name, site.Seed is not null, $"the plate '{site.Name}' draws {site.Count} of {site.Size}, and has nothing to draw "
            + $"from: wrap the context into a SeedContext.");
        Require(site.Name, site.Size <= 1 << 24, $"the plate '{site.Name}' draws from {site.Size}; at most {1 << 24} are possible. "
            + $"Make batches elsewhere and say batch: COUNT.");
        int[]? rented = site.Count > 512 ? System.Buffers.ArrayPool<int>.Shared.Rent(site.Count) : null;
        Span<int> chosen = rented is null ? stackalloc int[site.Count] : rented.AsSpan(0, site.Count);
        site.Seed!.Random.Choice(chosen, site.Size);
        site.Value = Tensor.Uninitialized([site.Count]);
        Span<float> indices = site.Value.Span;
        for (int i = 0; i < chosen.Length; i++)
        {
            indices[i] = chosen[i];
        }

        if (rented is not null)
        {
            System.Buffers.ArrayPool<int>.Shared.Return(rented);
        }
    }

    /// <summary>The parameter of the program that was given as it is.</summary>
    private Site? Learned(in Flaw flaw)
    {
        foreach (Site parameter in _used)
        {
            if (Unsafe.AreSame(ref parameter.Value.Slot, ref flaw.Tensor.Slot))
            {
                return parameter;
            }
        }

        return null;
    }

    private string Advice(in Flaw flaw)
    {
        if (Learned(flaw) is { } parameter)
        {
            return parameter.Constraint == Constraint.Real
                ? $" It is the parameter '{parameter.Name}', which nothing constrains: p.Param(\"{parameter.Name}\", …, "
                    + "Constraint.Positive) keeps it in range."
                : $" It is the parameter '{parameter.Name}': a learning rate that is too large is the usual cause.";
        }

        string[] free = [.. _used.Where(other => other.Constraint == Constraint.Real).Select(other => $"'{other.Name}'").Distinct()];
        return flaw.Value <= 0 && free.Length > 0
            ? $" Nothing constrains {(free.Length == 1 ? "the parameter" : "the parameters")} "
                + $"{string.Join(", ", free.Take(NamedParameters))}{(free.Length > NamedParameters ? ", …" : "")}: what must be above 0 "
                + "wants Constraint.Positive."
            : string.Empty;
    }

    /// <summary>Writes a message only where the condition does not hold, so that checks cost nothing.</summary>
    [InterpolatedStringHandler]
    internal ref struct Problem
    {
        private DefaultInterpolatedStringHandler _text;

        public Problem(int literals, int holes, bool condition, out bool needed)
        {
            needed = !condition;
            _text = needed ? new DefaultInterpolatedStringHandler(literals, holes) : default;
        }

        public void AppendLiteral(string text) => _text.AppendLiteral(text);

        public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

        public override string ToString() => _text.ToStringAndClear();
    }
}
