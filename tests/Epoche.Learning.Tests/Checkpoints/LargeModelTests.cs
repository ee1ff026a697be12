using System.Diagnostics;
using static Epoche.Tensors.Ops;

namespace Epoche.Learning.Tests.Saving;

/// <summary>What passes 2 GB: the state of a training, one value of it, a file of weights.</summary>
public sealed class LargeModelTests
{
    private const int Inputs = 10_000, Outputs = 20_000; // 200 million weights
    private const long MostMemory = 8L << 30;

    [Fact]
    [Trait("category", "soak")]
    public void A_model_of_200_million_parameters_trains_with_Adam_is_resumed_bit_for_bit_saved_and_loaded()
    {
        Collect();
        using TemporaryFolder folder = new();
        string checkpoints = Path.Combine(folder.Path, "checkpoints"), model = Path.Combine(folder.Path, "model"),
            archive = Path.Combine(folder.Path, "model.epoche");
        string expected = Begin(checkpoints);
        Collect();
        string found = Resume(checkpoints, model, archive);
        Collect();
        Assert.Equal(expected, found);
        foreach (string saved in (string[])[model, archive])
        {
            Assert.Equal(expected, Hash(saved));
            Collect();
        }

        Assert.InRange(Process.GetCurrentProcess().PeakWorkingSet64, 3L << 30, MostMemory);
    }

    [Fact]
    [Trait("category", "soak")]
    public void A_value_of_600_million_numbers_is_saved_and_loaded()
    {
        SaveAndLoadSlab();
        Collect();
    }

    private static void SaveAndLoadSlab()
    {
        using TemporaryFolder folder = new();
        Slab slab = new(600_000_000);
        slab.Fill(3);
        using (Checkpoints checkpoints = Checkpoints.Open(folder.Path))
        {
            checkpoints.Save(slab, 1);
        }

        slab.Fill(4);
        using (Checkpoints checkpoints = Checkpoints.Open(folder.Path))
        {
            Assert.True(checkpoints.TryLoad(slab));
            Assert.Empty(checkpoints.LoadErrors);
        }

        slab.AssertFilled(3);
    }

    private static string Begin(string folder)
    {
        (Sequential model, Trainer trainer) = Make();
        using Checkpoints checkpoints = Checkpoints.Open(folder);
        Step(model, trainer);
        checkpoints.Save(trainer, 1);
        Step(model, trainer);
        checkpoints.Save(trainer, 2);
        Step(model, trainer);
        return WeightsHash.Compute(model.Parameters.Values);
    }

    private static string Resume(string folder, string saved, string archive)
    {
        (Sequential model, Trainer trainer) = Make();
        using (Checkpoints checkpoints = Checkpoints.Open(folder))
        {
            Assert.True(checkpoints.TryLoad(trainer));
            Assert.Equal(2, checkpoints.Step);
            Assert.Empty(checkpoints.LoadErrors);
        }

        Directory.Delete(folder, recursive: true);
        Step(model, trainer);
        model.Save(saved);
        model.Save(archive);
        return WeightsHash.Compute(model.Parameters.Values);
    }

    private static string Hash(string path) => WeightsHash.Compute(Model.Load(path).Parameters.Values);

    private static (Sequential Model, Trainer Trainer) Make()
    {
        Sequential model = [new Dense(Outputs)];
        model.Build([Inputs], seed: 1);
        return (model, new Trainer(new TrainerOptions { Optimizer = new Adam(1e-3f), Seed = 1 }, model.Parameters));
    }

    private static void Step(Sequential model, Trainer trainer)
    {
        float[] inputs = new float[Inputs];
        Rng.Stream(1, "inputs", (int)trainer.StepCount).FillUniform(inputs);
        trainer.Step(batch => Square(model.Call(batch)).Mean(), Tensor.Wrap(inputs, [1, Inputs]));
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }

    private sealed class Slab(int count) : IStateful
    {
        private readonly float[] _values = new float[count];

        public int StateVersion => 1;

        public void Fill(int factor)
        {
            for (int i = 0; i < _values.Length; i++)
            {
                _values[i] = unchecked(i * factor);
            }
        }

        public void AssertFilled(int factor)
        {
            for (int i = 0; i < _values.Length; i++)
            {
                if (_values[i] != (float)unchecked(i * factor))
                {
                    Assert.Fail($"Number {i} is {_values[i]}.");
                }
            }
        }

        public void SaveState(StateSaver to)
        {
            to.Write<float>("values", _values);
            to.Write("behind", 7);
        }

        public void LoadState(StateLoader from)
        {
            from.Read<float>("values", _values);
            Assert.Equal(7, from.Int32("behind"));
        }
    }
}
