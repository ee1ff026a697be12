using System.Runtime.InteropServices;
using Epoche.Conformance;
using Epoche.Conformance.Distributions;
using Epoche.Conformance.Gradients;
using Epoche.Conformance.Layers;
using Epoche.Tensors;

namespace Epoche.Platforms;

/// <summary>One thing that must come out the same, bit for bit, on every platform.</summary>
/// <param name="Name">What it is, such as <c>environment CartPole-v1</c>.</param>
/// <param name="Print">Computes its fingerprint.</param>
public sealed record PlatformFact(string Name, Func<string> Print)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Print()}";
}

/// <summary>
/// What the library computes, a line each: every operation with its gradients, every layer, optimizer, distribution and environment. A
/// platform prints them all; the test compares the lines.
/// </summary>
public static class PlatformFacts
{
    private const int Environments = 3, Steps = 60, Draws = 500;

    /// <summary>All of them.</summary>
    public static IEnumerable<PlatformFact> All =>
    [
        .. GradientCases.All.Select((test, i) => new PlatformFact($"operation {i} {test}", () => Operation(test))),
        .. LayerCases.All.Select((layer, i) => new PlatformFact($"layer {i} {layer}", () => Fingerprint.Of<float>(layer.Trained()))),
        .. OptimizerRegistry.All.Select(entry => new PlatformFact($"optimizer {entry.Name}", () => Optimizer(entry))),
        .. DistributionCases.All.Select(test => new PlatformFact($"distribution {test}", () => Distribution(test))),
        .. EnvironmentRegistry.All.Select(entry => new PlatformFact($"environment {entry.Name}", () => Environment(entry))),
    ];

    private static string Operation(GradientCase test)
    {
        using Fingerprint print = new();
        foreach (float[] values in GradientChecker.Values(test))
        {
            print.Add<float>(values);
        }

        return print.ToString();
    }

    private static string Optimizer(OptimizerRegistry.Entry entry)
    {
        Sequential model = [new Dense(9, Ops.Tanh), new Dense(2)];
        model.Build([4], seed: 3);
        Trainer trainer = new(
            new() { Optimizer = entry.Create(1e-2f, [.. entry.Settings.Select(s => s.Default)]), ClipNorm = 0.5f }, model.Parameters);
        Rng random = Rng.Stream(5, "platform");
        Tensor x = Tensor.Normal([6, 4], ref random), y = Tensor.Normal([6, 2], ref random);
        for (int step = 0; step < 20; step++)
        {
            trainer.Step(_ => Ops.Square(model.Call(x) - y).Mean(), step);
        }

        return Fingerprint.Of<float>(model.Parameters.Values);
    }

    private static string Distribution(DistributionCase test)
    {
        using Fingerprint print = new();
        Distribution distribution = test.Create();
        Rng random = Rng.Stream(7, test.Name);
        for (int draw = 0; draw < Draws; draw++)
        {
            Tensor value = distribution.Sample(ref random);
            print.Add<float>(value.Values);
            print.Add<float>(distribution.LogDensity(value).Values);
        }

        return print.ToString();
    }

    /// <summary>The scalar form and the batch form, each by random actions.</summary>
    private static string Environment(EnvironmentEntry entry)
    {
        using Fingerprint print = new();
        using IBatchEnvironment batch = entry.CreateBatch(Environments);
        RandomActions actions = new(batch.Spec.Actions, Environments, Steps, seed: 1);
        TransitionBuffers buffers = new(batch);
        batch.Reset(2, buffers.Observations);
        batch.WriteActionMasks(buffers.ActionMasks);
        for (int step = 0; step < Steps; step++)
        {
            batch.Step(actions.Under(step, buffers.ActionMasks), buffers.View);
            print.Add<float>(buffers.Observations);
            print.Add<float>(buffers.FinalObservations);
            print.Add<float>(buffers.Rewards);
            print.Add<byte>(MemoryMarshal.AsBytes<bool>(buffers.Terminated));
            print.Add<byte>(MemoryMarshal.AsBytes<bool>(buffers.Truncated));
        }

        RandomActions row = new(batch.Spec.Actions, Steps, batches: 1, seed: 6);
        foreach (TraceRow seen in batch.Spec.MasksActions ? [] : EnvironmentTrace.Run(entry.Create(), seed: 4, row[0]))
        {
            print.Add<float>([.. seen.Observation, seen.Reward]);
        }

        return print.ToString();
    }
}
