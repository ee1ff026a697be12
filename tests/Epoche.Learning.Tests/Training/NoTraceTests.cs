using System.Collections;
using static Epoche.Tensors.Ops;

namespace Epoche.Learning.Tests.Training;

/// <summary>Whoever only asks leaves no trace: training goes on as if nobody had.</summary>
public sealed class NoTraceTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_training_after_the_range_test_gives_the_same_weights_as_without(bool leftByBreak)
    {
        Assert.Equal(Train(tests: false), Train(tests: true));

        float[] Train(bool tests)
        {
            Sequential net = Network();
            Batches batches = new(Data(), new() { Size = 16, Seed = 1, Prefetch = leftByBreak });
            Trainer trainer = new(new() { Optimizer = new Adam(1e-2f), Epochs = 3, Seed = 2 }, net.Parameters);
            if (leftByBreak)
            {
                foreach (Batch batch in batches)
                {
                    trainer.Step(Loss, batch);
                    break;
                }
            }

            if (tests)
            {
                float[] before = net.Parameters.Values.ToArray(), gradients = net.Parameters.Gradients.ToArray();
                byte[] state = State(batches);
                LearningRateReport report = LearningRateTest.Run(
                    rate => new Adam(rate), batches, Loss, [net.Parameters], new() { High = 100, Steps = 37 });
                Assert.True(report.Rates.Count > 10);
                Assert.Equal(before, net.Parameters.Values.ToArray());
                Assert.Equal(gradients, net.Parameters.Gradients.ToArray());
                Assert.Equal(state, State(batches));
            }

            trainer.Fit(batches, Loss);
            return net.Parameters.Values.ToArray();

            Tensor Loss(Batch batch) => SoftmaxCrossEntropy(net.Call(batch.Inputs), batch.Targets).Mean();
        }
    }

    [Fact]
    public void Gathered_gradients_outlive_the_range_test()
    {
        Assert.Equal(Train(tests: false), Train(tests: true));

        static float[] Train(bool tests)
        {
            Sequential net = Network();
            Batches batches = new(Data(), new() { Size = 16, Seed = 1 });
            Trainer trainer = new(new() { Optimizer = new Adam(1e-2f) }, net.Parameters);
            foreach (Batch batch in batches)
            {
                trainer.Accumulate(Loss, batch);
            }

            if (tests)
            {
                LearningRateTest.Run(rate => new Sgd(rate), batches, Loss, [net.Parameters]);
            }

            trainer.Update();
            return net.Parameters.Values.ToArray();

            Tensor Loss(Batch batch) => SoftmaxCrossEntropy(net.Call(batch.Inputs), batch.Targets).Mean();
        }
    }

    [Fact]
    public void Data_with_a_state_are_put_back()
    {
        Sequential net = Network();
        Counting data = new();
        data.GetEnumerator().MoveNext();
        LearningRateTest.Run(rate => new Sgd(rate), data, x => Square(net.Call(x)).Mean(), [net.Parameters], new() { Steps = 20 });
        Assert.Equal(1, data.Given);
    }

    [Fact]
    public void Evaluating_the_training_batches_between_epochs_changes_nothing()
    {
        Assert.Equal(Train(evaluates: false), Train(evaluates: true));

        static float[] Train(bool evaluates)
        {
            Sequential net = Network();
            Batches batches = new(Data(), new() { Size = 16, Seed = 1 });
            Trainer trainer = new(new() { Optimizer = new Adam(1e-2f), Epochs = 4 }, net.Parameters);
            Objective<Batch> loss = batch => SoftmaxCrossEntropy(net.Call(batch.Inputs), batch.Targets).Mean();
            trainer.Fit(
                batches, loss, new() { Evaluate = evaluates ? () => [new("seen", ModelEvaluation.Evaluate(batches, loss).Loss)] : null });
            return net.Parameters.Values.ToArray();
        }
    }

    private static byte[] State(Batches batches)
    {
        StateBuffer bytes = new();
        StateSaver saver = new(bytes);
        batches.SaveState(saver);
        return bytes.ToArray();
    }

    private static Sequential Network() =>
        new Sequential { new Dense(8, Tanh), new BatchNorm(), new Dropout(0.2f), new Dense(3) }.Build([2], seed: 3);

    private static Dataset Data()
    {
        float[] inputs = new float[2 * 90], labels = new float[90];
        Rng.Stream(4, "inputs").FillUniform(inputs, -1, 1);
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = i % 3;
        }

        return new Dataset(inputs, [2], labels, []);
    }

    /// <summary>Batches without end that know how many they gave.</summary>
    private sealed class Counting : IEnumerable<Tensor>, IStateful
    {
        public int Given { get; private set; }

        public int StateVersion => 1;

        public IEnumerator<Tensor> GetEnumerator()
        {
            while (true)
            {
                Given++;
                yield return Tensor.Full([4, 2], Given);
            }
        }

        public void SaveState(StateSaver to) => to.Write("given", Given);

        public void LoadState(StateLoader from) => Given = from.Int32("given");

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
