using static Epoche.Tensors.Ops;

namespace Epoche.Benchmarks.Cases;

/// <summary>
/// The Bayesian network 784-1024-10 of the reference experiment: every weight N(0, 1) a priori, a guide of independent normals, Adam.
/// Images are drawn digits, as sparse as MNIST's.
/// </summary>
internal static class ProbabilityCases
{
    private const int Images = 10_000, Batch = 128, Networks = 100;

    public static IEnumerable<BenchCase> All =>
    [
        new("bnn-step", "variational step of 784-1024-10, batch 128, one draw, divergence in closed form, Adam", () => Step(Elbo.MeanField))
        {
            HasPeer = true, RecordedMilliseconds = 30.3,
        },
        new("bnn-step-trace", "the same with the divergence as estimated by the draw, as the reference experiment has it", () =>
            Step(Elbo.Trace)) { RecordedMilliseconds = 30.3 },
        new("bnn-predict", "100 networks drawn once × 10,000 images; PyTorch: a tenth of the networks, times 10", () =>
            Predict(fresh: false)) { HasPeer = true, Runs = 3, RecordedMilliseconds = 10_900 },
        new("bnn-predict-fresh", "100 new networks for each of 79 batches; PyTorch: one batch, times 79", () => Predict(fresh: true))
        {
            HasPeer = true, Runs = 3, RecordedMilliseconds = 161_000,
        },
    ];

    private static Action Step(Elbo elbo)
    {
        (Svi<int> svi, _, _) = Inference(elbo);
        return () => svi.Step(0);
    }

    private static (Svi<int> Svi, BayesianNetwork Network, float[] Images) Inference(Elbo elbo)
    {
        Dataset digits = DrawnCharacters.Digits(Images, seed: 1);
        float[] images = new float[Images * 784], labels = new float[Batch];
        for (int i = 0; i < Images; i++)
        {
            digits.CopyInput(i, images.AsSpan(i * 784, 784));
            labels[i % Batch] = i % Batch % 10;
        }

        BayesianNetwork network = new([new Dense(1024, Relu), new Dense(10)], [784], seed: 1);
        Program<int> model = (p, _) =>
        {
            Tensor logits = network.Call(p, Tensor.Wrap(images, [Batch, 784]));
            using (p.Plate("images", 60_000, batch: Batch))
            {
                p.Sample("label", Categorical.OfLogits(logits), observed: Tensor.Wrap(labels, [Batch]));
            }
        };
        return (
            new Svi<int>(model, (p, _) => network.Guide(p), new() { Optimizer = new Adam(1e-3f), Elbo = elbo, Seed = 1 }), network, images);
    }

    private static Action Predict(bool fresh)
    {
        (Svi<int> svi, BayesianNetwork network, float[] images) = Inference(Elbo.MeanField);
        svi.Step(0);
        NetworkPredictive predictive = new(network, svi.Parameters, Softmax);
        if (!fresh)
        {
            return () => predictive.Predict(Tensor.Wrap(images, [Images, 784]), Networks);
        }

        return () =>
        {
            for (int start = 0, first = 0; start < Images; start += Batch, first += Networks)
            {
                int count = Math.Min(Batch, Images - start);
                predictive.Predict(Tensor.Wrap(images, [count, 784], start * 784), Networks, first);
            }
        };
    }
}
