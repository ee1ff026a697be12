using Epoche.Tensors;

namespace Epoche.Conformance.Layers;

/// <summary>
/// What every layer must do while a model with it is trained: repeat, whatever the threads; be saved, loaded, cloned and resumed in the
/// middle, bit for bit; allocate nothing.
/// </summary>
internal static class LayerTrainingKit
{
    internal static void Check(LayerKit.Subject subject)
    {
        GivesTheSameBitsOnAnyThreads(subject);
        ComesBackFromFiles(subject);
        ResumesExactly(subject);
        TrainsWithoutAllocating(subject);
    }

    /// <summary>The numbers of a model with the layer after some steps, for comparisons between processes.</summary>
    internal static float[] Trained(LayerKit.Subject subject, int steps = 3, int batch = LayerKit.Batch)
    {
        Sequential model = Model(subject);
        Step(Trainer(model), model, subject, steps, batch);
        return [.. model.Parameters.Values, .. model.Call(subject.Inputs(batch)).Values];
    }

    private static void GivesTheSameBitsOnAnyThreads(LayerKit.Subject subject)
    {
        int before = Workers.Count;
        try
        {
            Workers.Count = 1;
            float[] alone = Trained(subject, batch: 24);
            Workers.Count = 3;
            LayerKit.Require(Trained(subject, batch: 24).AsSpan().SequenceEqual(alone), "One thread and three give different numbers.");
        }
        finally
        {
            Workers.Count = before;
        }
    }

    private static void ComesBackFromFiles(LayerKit.Subject subject)
    {
        Sequential model = Model(subject);
        Step(Trainer(model), model, subject, 3);
        RequireSame(model, model.Clone(), subject, "A clone");
        string folder = Directory.CreateTempSubdirectory("layer-kit").FullName;
        try
        {
            if (model.Layers[0] is Lambda)
            {
                KeepsItsWeights(model, subject, folder);
                return;
            }

            foreach (string path in (string[])[Path.Combine(folder, "model"), Path.Combine(folder, "model.epoche")])
            {
                model.Save(path);
                RequireSame(model, Epoche.Model.Load(path), subject, $"What was loaded from {Path.GetFileName(path)}");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Code cannot be saved; the weights can, and the refusal says so.</summary>
    private static void KeepsItsWeights(Sequential model, LayerKit.Subject subject, string folder)
    {
        string refusal = "";
        try
        {
            model.Save(Path.Combine(folder, "model"));
        }
        catch (NotSupportedException exception)
        {
            refusal = exception.Message;
        }

        LayerKit.Require(refusal.Contains(model.Layers[0].Name, StringComparison.Ordinal)
            && refusal.Contains(nameof(ModelFile.SaveWeights), StringComparison.Ordinal), $"Saving code says '{refusal}'.");
        string path = Path.Combine(folder, "weights.safetensors");
        ModelFile.SaveWeights(model, path);
        Sequential other = Model(subject);
        ModelFile.LoadWeights(other, path);
        RequireSame(model, other, subject, "A model with loaded weights");
    }

    /// <summary>Two steps, saved, loaded into a new model and trainer, and two more: as four.</summary>
    private static void ResumesExactly(LayerKit.Subject subject)
    {
        Sequential whole = Model(subject), first = Model(subject), second = Model(subject);
        Step(Trainer(whole), whole, subject, 4);
        Trainer before = Trainer(first), after = Trainer(second);
        Step(before, first, subject, 2);
        StateBuffer bytes = new();
        ((IStateful)before).SaveState(new StateSaver(bytes));
        ((IStateful)after).LoadState(
            new StateLoader(bytes.ToArray(), "memory", (name, _) => throw new InvalidOperationException(name)));
        Step(after, second, subject, 2);
        RequireSame(whole, second, subject, "A resumed training");
    }

    private static void TrainsWithoutAllocating(LayerKit.Subject subject)
    {
        Sequential model = Model(subject);
        Trainer trainer = Trainer(model);
        float[] x = subject.Inputs(LayerKit.Batch).ToArray();
        Shape shape = subject.Input.Prepend(LayerKit.Batch);
        Objective<float[]> objective = values => Ops.Sin(model.Call(Tensor.Wrap(values, shape))).Mean();
        long allocated = Allocations.InRound(() =>
        {
            for (int i = 0; i < 10; i++)
            {
                trainer.Step(objective, x);
            }
        });
        LayerKit.Require(allocated == 0, $"10 warm steps of training allocate {allocated} bytes on the managed heap.");
    }

    private static void RequireSame(Model expected, Model actual, LayerKit.Subject subject, string what)
    {
        LayerKit.Require(actual.Parameters.Entries.SequenceEqual(expected.Parameters.Entries), $"{what} has other parameters.");
        LayerKit.Require(actual.Parameters.Values.SequenceEqual(expected.Parameters.Values), $"{what} has other numbers.");
        Tensor x = subject.Inputs(LayerKit.Batch);
        LayerKit.Require(actual.Call(x).Values.SequenceEqual(expected.Call(x).Values), $"{what} computes something else.");
    }

    /// <summary>With a dense layer behind, so that there is something to learn and the gradient reaches the layer.</summary>
    private static Sequential Model(LayerKit.Subject subject) => subject.Model(new Dense(2));

    private static Trainer Trainer(Sequential model) => new(new() { Optimizer = new Adam(1e-2f), Seed = 3 }, model.Parameters);

    private static void Step(Trainer trainer, Sequential model, LayerKit.Subject subject, int steps, int batch = LayerKit.Batch)
    {
        Tensor x = subject.Inputs(batch);
        for (int i = 0; i < steps; i++)
        {
            trainer.Step(input => Ops.Sin(model.Call(input)).Mean(), x);
        }
    }
}
