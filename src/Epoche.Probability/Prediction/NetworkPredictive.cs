namespace Epoche;

/// <summary>Predictions of a Bayesian network: each draw is one network from the guide.</summary>
/// <param name="network">The network.</param>
/// <param name="parameters">What was learned, such as <see cref="Svi{TData}.Parameters"/>.</param>
/// <param name="output">Turns the network's outputs into what is predicted, such as <c>Ops.Softmax</c>. Default: nothing.</param>
/// <param name="seed">Decides the networks.</param>
public sealed partial class NetworkPredictive(
    BayesianNetwork network, ParameterStore parameters, Func<Tensor, Tensor>? output = null, ulong seed = 0) : Predictive(output)
{
    private readonly BayesianNetwork _network = network ?? throw new ArgumentNullException(nameof(network));
    private readonly ParameterStore _parameters = parameters ?? throw new ArgumentNullException(nameof(parameters));
    private readonly StepArena _posterior = new();

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Nothing was learned yet.</exception>
    /// <exception cref="ArgumentException">The inputs have another shape than the network takes, or hold NaN or an infinity.</exception>
    public override Tensor Predict(Tensor x, int samples) => Predict(x, samples, first: 0);

    /// <summary>The outputs of some of the networks: new ones for every batch are those from another number on.</summary>
    /// <param name="x">[batch, input…].</param>
    /// <param name="samples">How many networks, 1 or more.</param>
    /// <param name="first">The number of the first, 0 or more.</param>
    /// <returns>[samples, batch, output…], on the heap.</returns>
    /// <exception cref="InvalidOperationException">Nothing was learned yet.</exception>
    /// <exception cref="ArgumentException">The inputs have another shape than the network takes, or hold NaN or an infinity.</exception>
    public Tensor Predict(Tensor x, int samples, int first)
    {
        CountChecks.AtLeast(0, first);
        using SoleUse.Scope use = Enter();
        _ = _parameters.Slab; // a store without memory would take what it is shown for a program's first run
        RequireInput(x);
        Func<Tensor, Tensor> call = examples => Finish(Network.Compute(examples));
        using (_posterior.Step())
        using (Tape.Pause())
        using (BayesianNetwork.PosteriorDraws posterior = _network.Open(new RootContext(_parameters)))
        {
            return Gather(x, samples, samples, draw =>
            {
                Rng random = Rng.Stream(seed, "predict", first + draw);
                posterior.Draw(ref random);
                return call;
            });
        }
    }
}
