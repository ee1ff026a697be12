using static Epoche.Tensors.Ops;

namespace Epoche.Learning.Tests.Training;

public sealed class FitResumeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>What kind of batches: with a state of their own, or enumerated again.</summary>
    public enum Source
    {
        Batches,
        List,
        ShuffledAnew,
    }

    public void Dispose() => _folder.Dispose();

    // 10 batches in 5 updates an epoch (the last of them smaller); 6 epochs, of which early stopping lets 5 run.
    [Theory]
    [InlineData(Source.Batches, 1)]
    [InlineData(Source.Batches, 5)]
    [InlineData(Source.Batches, 13)]
    [InlineData(Source.List, 7)]
    [InlineData(Source.ShuffledAnew, 8)]
    [InlineData(Source.ShuffledAnew, 10)]
    public void An_interrupted_fit_goes_on_bit_for_bit(Source source, int every)
    {
        Session whole = new(source, Path.Combine(_folder.Path, "whole-models"));
        FitReport expected = whole.Fit(null, default);

        Session parts;
        FitReport? report = null;
        int processes = 0;
        do
        {
            parts = new Session(source, Path.Combine(_folder.Path, "models")); // all made again, as in another process
            using Checkpoints checkpoints = Checkpoints.Open(Path.Combine(_folder.Path, "checkpoints"));
            using CancellationTokenSource cancel = new();
            parts.CancelAfter(every, cancel);
            try
            {
                report = parts.Fit(checkpoints, cancel.Token);
            }
            catch (OperationCanceledException)
            {
                processes++;
            }
        }
        while (report is null);

        Assert.InRange(processes, 1, 30);
        AssertEqual(expected, whole, report, parts);
        Assert.Equal(
            Model.Load(whole.Saved.BestPath).Parameters.Values.ToArray(), Model.Load(parts.Saved.BestPath).Parameters.Values.ToArray());
        Assert.Equal(
            Model.Load(whole.Saved.LastPath).Parameters.Values.ToArray(), Model.Load(parts.Saved.LastPath).Parameters.Values.ToArray());
    }

    [Theory]
    [InlineData(false, 3)]
    [InlineData(true, 4)]
    public void An_interrupted_fit_that_averages_goes_on_bit_for_bit(bool equal, int every)
    {
        WeightAveraging averaging = equal ? WeightAveraging.Equal(from: 6, every: 2) : WeightAveraging.Exponential(0.8f, warmUp: true);
        Session whole = new(Source.Batches, Path.Combine(_folder.Path, "whole-models"), averaging);
        FitReport expected = whole.Fit(null, default);
        for (int processes = 0; ; processes++)
        {
            Session parts = new(Source.Batches, Path.Combine(_folder.Path, "models"), averaging);
            using Checkpoints checkpoints = Checkpoints.Open(Path.Combine(_folder.Path, "checkpoints"));
            using CancellationTokenSource cancel = new();
            parts.CancelAfter(every, cancel);
            try
            {
                AssertEqual(expected, whole, parts.Fit(checkpoints, cancel.Token), parts);
                break;
            }
            catch (OperationCanceledException)
            {
                Assert.InRange(processes, 0, 30);
            }
        }
    }

    // Dies with an exception: what counts is the last checkpoint, which was saved after any of the updates.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_fit_that_died_goes_on_from_its_last_checkpoint(int every)
    {
        Session whole = new(Source.Batches, Path.Combine(_folder.Path, "whole-models"));
        FitReport expected = whole.Fit(null, default);

        for (int dies = 1; ; dies++)
        {
            Session part = new(Source.Batches, Path.Combine(_folder.Path, "models")) { DiesAfterUpdate = dies * 2 };
            using Checkpoints checkpoints = Checkpoints.Open(
                Path.Combine(_folder.Path, "checkpoints"),
                new() { First = TimeSpan.Zero, Every = TimeSpan.Zero, MostShare = 1, Clock = new Ticks(every) });
            try
            {
                AssertEqual(expected, whole, part.Fit(checkpoints, default), part);
                break;
            }
            catch (TimeoutException)
            {
                Assert.InRange(dies, 1, 100);
            }
        }
    }

    [Fact]
    public void A_fit_that_has_ended_trains_no_further_and_gives_its_result_again()
    {
        Session first = new(Source.Batches, _folder.Path), second = new(Source.Batches, _folder.Path);
        string folder = Path.Combine(_folder.Path, "checkpoints");
        FitReport expected, again;
        using (Checkpoints checkpoints = Checkpoints.Open(folder))
        {
            expected = first.Fit(checkpoints, default);
        }

        using (Checkpoints checkpoints = Checkpoints.Open(folder))
        {
            again = second.Fit(checkpoints, default);
            Assert.Equal(0, checkpoints.SavedCount);
        }

        AssertEqual(expected, first, again, second);
        Assert.Equal(expected.Epochs.Select(e => e.Seconds), again.Epochs.Select(e => e.Seconds));
    }

    [Fact]
    public void More_epochs_go_on_where_the_training_ended()
    {
        Dataset data = Blobs();
        string folder = Path.Combine(_folder.Path, "checkpoints");
        Sequential Train(int epochs, string? into)
        {
            Sequential net = Network();
            Trainer trainer = new(new() { Optimizer = new Adam(1e-2f), Epochs = epochs, Seed = 5 }, net.Parameters);
            using Checkpoints? checkpoints = into is null ? null : Checkpoints.Open(into);
            Assert.Equal(epochs, trainer.Fit(net, data, SoftmaxCrossEntropy, new()
            {
                Checkpoints = checkpoints, ValidationShare = 0.2f, Metrics = [new Accuracy()],
            }).Epochs.Count);
            return net;
        }

        Train(2, folder);

        Assert.Equal(Train(5, null).Parameters.Values.ToArray(), Train(5, folder).Parameters.Values.ToArray());
    }

    [Fact]
    public void The_checkpoint_of_another_training_is_refused()
    {
        using (Checkpoints checkpoints = Checkpoints.Open(_folder.Path))
        {
            Sequential net = Network();
            new Trainer(new() { Optimizer = new Sgd(0.1f) }, net.Parameters)
                .Fit(net, Blobs(), SoftmaxCrossEntropy, new() { Checkpoints = checkpoints });
        }

        using Checkpoints again = Checkpoints.Open(_folder.Path);
        Sequential other = new Sequential { new Dense(3) }.Build([2], seed: 3);
        Trainer trainer = new(new() { Optimizer = new Sgd(0.1f) }, other.Parameters);
        Assert.Contains(
            "values", Assert.Throws<DataFormatException>(
                () => trainer.Fit(other, Blobs(), SoftmaxCrossEntropy, new() { Checkpoints = again })).Message, StringComparison.Ordinal);
    }

    private static void AssertEqual(FitReport expected, Session whole, FitReport report, Session parts)
    {
        Assert.Equal(expected.StopReason, report.StopReason);
        Assert.Equal(
            expected.Epochs.Select(e => (e.Epoch, e.Loss, e.GradientNorm, e.Steps)),
            report.Epochs.Select(e => (e.Epoch, e.Loss, e.GradientNorm, e.Steps)));
        Assert.Equal(expected.Epochs.SelectMany(e => e.Measurements), report.Epochs.SelectMany(e => e.Measurements));
        Assert.Equal(whole.Net.Parameters.Values.ToArray(), parts.Net.Parameters.Values.ToArray());
        Assert.Equal(whole.Last, parts.Last); // as training left them, before early stopping put the best weights back
        Assert.Equal((whole.Stopping.BestEpoch, whole.Stopping.BestValue), (parts.Stopping.BestEpoch, parts.Stopping.BestValue));
        Assert.Equal(whole.Plateau.Factor, parts.Plateau.Factor);
        Assert.Equal(whole.Count.Updates, parts.Count.Updates);
    }

    private static Sequential Network() =>
        new Sequential { new Dense(8, Tanh), new Dropout(0.1f), new BatchNorm(), new Dense(3) }.Build([2], seed: 3);

    private static Dataset Blobs()
    {
        const int Count = 150;
        Rng random = Rng.Stream(4, "blobs");
        float[] inputs = new float[2 * Count], labels = new float[Count];
        for (int i = 0; i < Count; i++)
        {
            labels[i] = i % 3;
            inputs[2 * i] = (i % 3 == 0 ? 2 : -1) + random.NextSingle(-3, 3);
            inputs[(2 * i) + 1] = (i % 3 == 1 ? 2 : -1) + random.NextSingle(-3, 3);
        }

        return new Dataset(inputs, [2], labels, []);
    }

    /// <summary>All that a process makes for its training.</summary>
    private sealed class Session
    {
        private readonly Trainer _trainer;
        private readonly LossTerms _terms = new();
        private readonly IEnumerable<Batch> _data;
        private readonly Canceller _canceller = new();

        public Session(Source source, string models, WeightAveraging? averaging = null)
        {
            Plateau = new ReduceOnPlateau(0.02f, "validation/score", patience: 1);
            _trainer = new Trainer(
                new() { Optimizer = new Adam(Plateau.Rate), Epochs = 6, Seed = 5, Averaging = averaging }, Net.Parameters);
            Saved = new ModelCheckpoint(Net, models, "validation/score");
            BatchOptions cut = new() { Size = 16, Seed = 2 };
            _data = source switch
            {
                Source.Batches => new Batches(Blobs(), cut),
                Source.List => [.. new Batches(Blobs(), cut).Select(batch => new Batch(
                    Tensor.Of(batch.Inputs.ToArray(), batch.Inputs.Shape), Tensor.Of(batch.Targets.ToArray(), batch.Targets.Shape)))],
                _ => new Unsaved(new Batches(Blobs(), cut)),
            };
        }

        public Sequential Net { get; } = Network();

        public EarlyStopping Stopping { get; } = new("validation/score", patience: 3);

        public ReduceOnPlateau Plateau { get; }

        public ModelCheckpoint Saved { get; }

        public Counter Count { get; } = new();

        public float[] Last => _canceller.Last;

        public long? DiesAfterUpdate { get; init; }

        public void CancelAfter(int updates, CancellationTokenSource cancel) => (_canceller.Left, _canceller.Source) = (updates, cancel);

        public FitReport Fit(Checkpoints? checkpoints, CancellationToken cancellation)
        {
            _canceller.DiesAfterUpdate = DiesAfterUpdate;
            return _trainer.Fit(
                _data,
                batch =>
                {
                    Tensor outputs = Net.Call(batch.Inputs);
                    return _terms.Add("class", SoftmaxCrossEntropy(outputs, batch.Targets).Mean()) + _terms.Add(
                        "size", Square(outputs).Mean(), weight: 0.01f);
                },
                new()
                {
                    BatchesPerUpdate = 2,
                    Terms = _terms,
                    Checkpoints = checkpoints,
                    Callbacks = [Count, Stopping, Plateau, Saved, _canceller],
                    // The score is best after the second epoch.
                    Evaluate = () => [new("validation/score", Count.Updates == 10 ? 1 : 2 + Net.Parameters.Values[0])],
                },
                cancellation);
        }
    }

    /// <summary>A custom callback with a state.</summary>
    private sealed class Counter : TrainingCallback, IStateful
    {
        public int Updates { get; private set; }

        public int StateVersion => 1;

        public override void OnUpdate(FitContext fit, StepReport update) => Updates++;

        public void SaveState(StateSaver to) => to.Write("updates", Updates);

        public void LoadState(StateLoader from) => Updates = from.Int32("updates");
    }

    private sealed class Canceller : TrainingCallback
    {
        public int Left { get; set; }

        public CancellationTokenSource? Source { get; set; }

        public long? DiesAfterUpdate { get; set; }

        public float[] Last { get; private set; } = [];

        public override void OnUpdate(FitContext fit, StepReport update)
        {
            if (--Left == 0)
            {
                Source?.Cancel();
            }

            if (fit.Trainer.StepCount == DiesAfterUpdate)
            {
                throw new TimeoutException();
            }
        }

        // Callbacks end from the last to the first: this one before EarlyStopping.
        public override void OnEnd(FitContext fit) => Last = fit.Trainer.Parameters[0].Values.ToArray();
    }

    /// <summary>Batches that reshuffle themselves, but cannot say where they are.</summary>
    private sealed class Unsaved(Batches batches) : IEnumerable<Batch>
    {
        public IEnumerator<Batch> GetEnumerator() => batches.GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }

    /// <summary>A clock that lets so many questions pass before a checkpoint is due.</summary>
    private sealed class Ticks(int every) : TimeProvider
    {
        private long _questions;

        public override long GetTimestamp() => _questions++ / every;
    }
}
