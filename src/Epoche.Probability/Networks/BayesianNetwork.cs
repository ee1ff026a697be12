namespace Epoche;

/// <summary>
/// A network whose parameters are all random: lifted as a whole, each becomes a site of a program, called as the network calls it
/// (<c>dense/kernel</c>). Buffers such as running statistics stay numbers. A lifted network belongs to one thread at a time.
/// </summary>
public sealed partial class BayesianNetwork
{
    private const float StartingScale = 0.05f;

    private readonly Sequential _network;
    private readonly Func<ParameterInfo, Distribution> _prior;
    private readonly string _scope;
    private readonly (int Entry, Parameter Parameter, string Name, string Location, string Scale)[] _sites;

    /// <summary>Builds a network and lifts it.</summary>
    /// <param name="network">The layers; not built yet.</param>
    /// <param name="input">The shape of one example.</param>
    /// <param name="prior">The prior of a parameter, of one number or of the parameter's shape. Default: standard normal.</param>
    /// <param name="seed">Decides the numbers at which the guide starts: those of an ordinary network.</param>
    /// <param name="scope">What stands before the names of the sites, for programs with several networks. Default: nothing.</param>
    /// <exception cref="InvalidOperationException">The network is built already.</exception>
    public BayesianNetwork(
        Sequential network, Shape input, Func<ParameterInfo, Distribution>? prior = null, ulong seed = 0, string scope = "")
        : this(network, input, prior, scope ?? throw new ArgumentNullException(nameof(scope)), builder => builder.ToSlab(seed))
    {
    }

    private BayesianNetwork(
        Sequential network, Shape input, Func<ParameterInfo, Distribution>? prior, string scope, Func<ParameterBuilder, ParameterSlab> fill)
    {
        ArgumentNullException.ThrowIfNull(network);
        (_network, _prior, _scope) = (network, prior ?? (_ => new Normal(0, 1)), scope);
        Parameter[] parameters = [];
        network.Build(input, builder =>
        {
            parameters = builder.Parameters;
            return fill(builder);
        });
        _sites = [.. network.Parameters.Entries.Select(
            (entry, i) => (i, parameters[i], _scope + entry.Name, LocationOf(scope, entry), ScaleOf(scope, entry)))
            .Where(site => network.Parameters.Entries[site.i].Kind == ParameterKind.Parameter)];
    }

    /// <summary>
    /// Draws all parameters from their priors, or takes what contexts give, and computes the outputs of a batch. Say it outside of
    /// plates: the data share one network.
    /// </summary>
    /// <param name="p">The program's context.</param>
    /// <param name="x">[batch, input…].</param>
    /// <returns>[batch, output…].</returns>
    /// <exception cref="ProgramException">A prior has a shape that does not fit.</exception>
    public Tensor Call(ProgramContext p, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(p);
        ParameterSlab slab = _network.Parameters;
        try
        {
            foreach ((int entry, Parameter parameter, string name, _, _) in _sites)
            {
                parameter.Bind(p.Sample(name, Prior(slab.Entries[entry])));
            }

            return IsEstimating(out StepArena arena) ? CallEstimated(x, ref arena.Random) : _network.Call(Evaluated(x));
        }
        finally
        {
            Release();
            _guided.Clear();
        }
    }

    /// <summary>
    /// Draws all parameters from independent normal distributions that start at an ordinary network's initial weights: the guide.
    /// </summary>
    /// <param name="p">The guide's context.</param>
    /// <param name="scale">
    /// The standard deviations at the start, above 0. Default 0.05: with wide ones the noise drowns what the data say.
    /// </param>
    /// <exception cref="ProgramException"><paramref name="scale"/> is not a finite number above 0.</exception>
    public void Guide(ProgramContext p, float scale = StartingScale)
    {
        ArgumentNullException.ThrowIfNull(p);
        _guided.Clear();
        foreach ((int entry, Parameter parameter, string name, string location, string deviation) in _sites)
        {
            Normal posterior = PosteriorOf(p, entry, location, deviation, scale);
            p.Sample(name, IsEstimating(out _) ? Guided(parameter, posterior) : posterior);
        }
    }

    private Normal PosteriorOf(ProgramContext p, int entry, string location, string deviation, float scale) =>
        Normal.OfWeights(
            p.Param(location, _network.Parameters[entry].StopGradient()),
            p.Param(deviation, scale, Constraint.Positive, _network.Parameters.Entries[entry].Shape));

    /// <summary>Gives the layers their own parameters back: what was drawn ends with its step.</summary>
    private void Release()
    {
        foreach ((int entry, Parameter parameter, _, _, _) in _sites)
        {
            parameter.Bind(_network.Parameters[entry]);
        }
    }

    private Distribution Prior(ParameterInfo entry)
    {
        Distribution prior = _prior(entry);
        return prior.Shape == entry.Shape ? prior : new Repeated(prior, entry.Shape);
    }

    /// <summary>A distribution of one number, or one that broadcasts, for every element of a parameter.</summary>
    private sealed class Repeated(Distribution one, Shape shape) : Distribution
    {
        public override string Name => one.Name;

        public override Shape Shape => Fits(one.Shape, shape)
            ? shape
            : throw new ArgumentException($"A prior of shape {one.Shape} does not fit a parameter of shape {shape}.");

        public override Constraint Support => one.Support;

        public override bool IsReparameterized => one.IsReparameterized;

        internal override Distribution Plain => one.Plain;

        public override Tensor LogDensity(Tensor value) => one.LogDensity(value);

        public override Tensor Mean() => one.Mean().BroadcastTo(shape);

        protected internal override Tensor Draw(ref Rng random, Shape drawn) => one.Draw(ref random, drawn);

        internal override Flaw? FindFlaw() => one.FindFlaw();
    }
}
