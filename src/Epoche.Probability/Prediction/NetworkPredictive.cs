namespace Epoche;

/// <summary>Predictions of a Bayesian network: each draw is one network from the guide.</summary>
/// <param name="network">The network.</param>
/// <param name="parameters">What was learned, such as <see cref="Svi{TData}.Parameters"/>.</param>
/// <param name="output">Turns the network's outputs into what is predicted, such as <c>Ops.Softmax</c>. Default: nothing.</param>
/// <param name="seed">Decides the networks.</param>
public sealed partial class NetworkPredictive(BayesianNetwork network, ParameterStore parameters, Func<Tensor, Tensor>? output = null, ulong seed = 0) : Predictive(output)
{
    private readonly StepArena _arena = new();

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Nothing was learned yet.</exception>
    public override Tensor Predict(Tensor x, int samples)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(samples);
        _ = parameters.Slab; // a store without memory would take what it is shown for a program's first run
        float[] all = [];
        Span<int> sizes = stackalloc int[Shape.MaxRank];
        int rank = 0;
        for (int i = 0; i < samples; i++)
        {
            using (_arena.Step())
            using (Tape.Pause())
            {
                SeedContext seeded = new(new RootContext(parameters), Rng.Stream(seed, "predict", i));
                TraceContext guide = new(seeded);
                network.Guide(guide);
                Tensor y = Finish(network.Call(new ReplayContext(new RootContext(parameters), guide.Trace), x));
                if (i == 0)
                {
                    Shape shape = y.Shape.Prepend(samples);
                    shape.CopyTo(sizes);
                    (rank, all) = (shape.Rank, new float[shape.ElementCount]);
                }

                y.Values.CopyTo(all.AsSpan(i * y.Count));
            }
        }

        return Tensor.Wrap(all, Shape.Create(sizes[..rank]));
    }
}
