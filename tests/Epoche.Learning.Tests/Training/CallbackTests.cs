namespace Epoche.Learning.Tests.Training;

public sealed class CallbackTests : IDisposable
{
    private static readonly double[] s_measured = [3, 1, 2, 1, 4, 5, 6, 7];

    private readonly TemporaryFolder _folder = new();

    public enum Ending
    {
        Patience,
        LastEpoch,
        Cancellation,
        BadNumber,
        Callback,
    }

    public static TheoryData<Ending> Endings => [.. Enum.GetValues<Ending>()];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Endings))]
    public void Early_stopping_restores_the_best_weights_whatever_ended_the_run(Ending ending)
    {
        Sequential net = new Sequential { new Dense(1) }.Build([1], seed: 1);
        EarlyStopping stopping = new(patience: ending == Ending.Patience ? 3 : 100);
        WeightsByEpoch weights = new();
        using CancellationTokenSource cancel = new();
        Script script = new(ending, cancel);
        Trainer trainer = new(new() { Optimizer = new Adam(0.1f), Epochs = 6 }, net.Parameters);

        Exception? thrown = Record.Exception(() => Fit(trainer, net, script, cancel.Token, weights, stopping, script));

        Assert.Equal(
            ending switch { Ending.Cancellation => typeof(OperationCanceledException), Ending.BadNumber =>
                typeof(NonFiniteException), Ending.Callback => typeof(TimeoutException), _ => null },
            thrown?.GetType());
        Assert.Equal((2, 1.0), (stopping.BestEpoch, stopping.BestValue)); // the second 1 is not better than the first
        Assert.Equal(ending == Ending.Patience ? 5 : ending == Ending.LastEpoch ? 6 : 4, weights.Epochs.Count);
        Assert.NotEqual(weights.Epochs[1], weights.Epochs[^1]);
        Assert.Equal(weights.Epochs[1], net.Parameters.Values.ToArray());
    }

    [Fact]
    public void The_reason_to_stop_says_what_was_best()
    {
        Sequential net = new Sequential { new Dense(1) }.Build([1], seed: 1);
        Trainer trainer = new(new() { Optimizer = new Sgd(0.1f), Epochs = 8 }, net.Parameters);

        FitReport report = Fit(trainer, net, new Script(Ending.Patience, null), default, new EarlyStopping(patience: 2));

        Assert.Equal(4, report.Epochs.Count);
        Assert.Equal("no better validation/loss for 2 epochs; best was epoch 2 with validation/loss 1", report.StopReason);
    }

    [Fact]
    public void Higher_may_be_better_and_a_callback_can_be_used_again()
    {
        Sequential net = new Sequential { new Dense(1) }.Build([1], seed: 1);
        Trainer trainer = new(new() { Optimizer = new Sgd(0.1f), Epochs = 8 }, net.Parameters);
        EarlyStopping stopping = new(patience: 5, higherIsBetter: true, leastChange: 1.5f);

        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(8, Fit(trainer, net, new Script(Ending.LastEpoch, null), default, stopping).Epochs.Count);
            Assert.Equal((8, 7.0), (stopping.BestEpoch, stopping.BestValue)); // of 3, 1, 2, 1, 4, 5, 6, 7 the better ones are 3, 5 and 7
        }
    }

    [Fact]
    public void The_best_and_the_last_model_are_saved()
    {
        Sequential net = new Sequential { new Dense(1) }.Build([1], seed: 1);
        Trainer trainer = new(new() { Optimizer = new Adam(0.1f), Epochs = 5 }, net.Parameters);
        ModelCheckpoint checkpoint = new(net, Path.Combine(_folder.Path, "models"));
        WeightsByEpoch weights = new();

        Fit(trainer, net, new Script(Ending.LastEpoch, null), default, weights, checkpoint);

        Assert.Equal(weights.Epochs[1], Model.Load(checkpoint.BestPath).Parameters.Values.ToArray());
        Assert.Equal(weights.Epochs[4], Model.Load(checkpoint.LastPath).Parameters.Values.ToArray());
    }

    [Fact]
    public void The_rate_falls_on_a_plateau_and_the_optimizer_follows()
    {
        Sequential net = new Sequential { new Dense(1, kernel: Initializer.Zeros) }.Build([1]);
        ReduceOnPlateau plateau = new(1, factor: 0.5f, patience: 2, leastFactor: 0.2f);
        Trainer trainer = new(new() { Optimizer = new Sgd(plateau.Rate), Epochs = 8 }, net.Parameters);
        List<float> steps = [], factors = [];
        float before = 0;
        EachEpoch watch = new(() =>
        {
            steps.Add(MathF.Round((before - net.Parameters["dense/bias"].Item()) * 1000) / 1000);
            before = net.Parameters["dense/bias"].Item();
            factors.Add(plateau.Factor);
        });

        // The gradient of the bias is 1, so each step is as long as the rate.
        trainer.Fit([Tensor.Zeros([1, 1])], x => net.Call(x).Sum(), new()
        {
            Callbacks = [watch, plateau], Evaluate = new Script(Ending.LastEpoch, null).Evaluate,
        });

        Assert.Equal([1, 1, 1, 1, 0.5f, 0.5f, 0.25f, 0.25f], steps); // better at 1 and 2; lowered after 4, 6 and 8
        Assert.Equal(0.2f, plateau.Factor);
        Assert.Equal([1, 1, 1, 1, 0.5f, 0.5f, 0.25f, 0.25f], factors);
    }

    [Fact]
    public void Every_callback_learns_of_the_end_even_where_another_throws()
    {
        Sequential net = new Sequential { new Dense(1) }.Build([1]);
        Trainer trainer = new(new() { Optimizer = new Sgd(0.1f) }, net.Parameters);
        List<string> ends = [];
        Ender first = new("first", ends), last = new("last", ends) { Throws = true };

        Assert.Throws<TimeoutException>(
            () => trainer.Fit([Tensor.Zeros([1, 1])], x => net.Call(x).Sum(), new() { Callbacks = [first, last] }));

        Assert.Equal(["last", "first"], ends);
    }

    [Fact]
    public void A_callback_may_stop_between_two_updates()
    {
        Sequential net = new Sequential { new Dense(1) }.Build([1]);
        Trainer trainer = new(new() { Optimizer = new Sgd(0.1f), Epochs = 9 }, net.Parameters);

        FitReport report = trainer.Fit(
            Enumerable.Repeat(Tensor.Zeros([1, 1]), 10), x => net.Call(x).Sum(), new() { Callbacks = [new StopAt(13)] });

        Assert.Equal((13, 2, "enough"), (trainer.StepCount, report.Epochs.Count, report.StopReason));
    }

    private static FitReport Fit(
        Trainer trainer, Sequential net, Script script, CancellationToken cancellation, params TrainingCallback[] callbacks) => trainer.Fit(
        Enumerable.Repeat(0, 3), _ => net.Call(Tensor.Of([script.Input], [1, 1])).Sum(),
        new() { Callbacks = callbacks, Evaluate = script.Evaluate }, cancellation);

    /// <summary>Measures what is written down, and ends the run in epoch 5 as asked.</summary>
    private sealed class Script(Ending ending, CancellationTokenSource? cancel) : TrainingCallback
    {
        private int _epoch;

        public float Input { get; private set; } = 1;

        public IEnumerable<MetricValue> Evaluate() => [new("validation/loss", s_measured[_epoch++])];

        public override void OnUpdate(FitContext fit, StepReport update)
        {
            if (fit.Epoch == 5)
            {
                switch (ending)
                {
                    case Ending.Cancellation:
                        cancel!.Cancel();
                        break;
                    case Ending.BadNumber:
                        Input = float.NaN;
                        break;
                    case Ending.Callback:
                        throw new TimeoutException();
                }
            }
        }
    }

    private sealed class WeightsByEpoch : TrainingCallback
    {
        public List<float[]> Epochs { get; } = [];

        public override void OnEpoch(FitContext fit, EpochReport epoch) => Epochs.Add(fit.Trainer.Parameters[0].Values.ToArray());
    }

    private sealed class EachEpoch(Action action) : TrainingCallback
    {
        public override void OnEpoch(FitContext fit, EpochReport epoch) => action();
    }

    private sealed class StopAt(long step) : TrainingCallback
    {
        public override void OnUpdate(FitContext fit, StepReport update)
        {
            if (fit.Trainer.StepCount == step)
            {
                fit.Stop("enough");
            }
        }
    }

    private sealed class Ender(string name, List<string> ends) : TrainingCallback
    {
        public bool Throws { get; init; }

        public override void OnEnd(FitContext fit)
        {
            ends.Add(name);
            if (Throws)
            {
                throw new TimeoutException();
            }
        }
    }
}
