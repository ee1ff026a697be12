using Epoche.Conformance;
using Epoche.Learning.Tests.Training.Loop;
using static Epoche.Tensors.Ops;

namespace Epoche.Learning.Tests.Training;

/// <summary>Checkpoints of fits and loops, each value of them changed behind its hash.</summary>
public sealed class StateDamageTests
{
    private static readonly Dataset s_data = TrainingCases.Data;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_fit_with_all_callbacks_refuses_or_bears_a_share_of_all_damages(bool isStateful) => Fit(isStateful, share: 11);

    [Theory]
    [Trait("category", "soak")]
    [InlineData(true)]
    [InlineData(false)]
    public void A_fit_with_all_callbacks_refuses_or_bears_every_damage(bool isStateful) => Fit(isStateful, share: 1);

    [Fact]
    public void A_loop_that_keeps_its_best_refuses_or_bears_a_share_of_all_damages() => Loop(share: 11);

    [Fact]
    [Trait("category", "soak")]
    public void A_loop_that_keeps_its_best_refuses_or_bears_every_damage() => Loop(share: 1);

    private static void Fit(bool isStateful, int share)
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "checkpoints");
        using (Checkpoints checkpoints = Checkpoints.Open(path, new() { First = TimeSpan.Zero, Every = TimeSpan.Zero, MostShare = 1 }))
        {
            FitCase whole = new(folder.Path, isStateful);
            using CancellationTokenSource stop = new();
            Assert.Throws<OperationCanceledException>(() => whole.Run(checkpoints, epochs: 6, updates =>
            {
                if (updates == 9) // in the midst of the fourth epoch
                {
                    stop.Cancel();
                }
            }, stop.Token));
        }

        (int refused, int all) = StateDamageKit.Check(SavedState.In(path), () =>
        {
            FitCase one = new(folder.Path, isStateful);
            return new(damage => one.Run(path, ((StateCheckpoints?)damage)?.State), one.Picture);
        }, share);
        Assert.InRange(all, 1200 / share, 3000 / share);
        Assert.InRange(refused, all / 2, all - 1);
    }

    private static void Loop(int share)
    {
        TrainingLoop source = Make(steps: 7);
        source.RunToEnd();
        (int refused, int all) = StateDamageKit.Check(SavedState.Of(source), () =>
        {
            SupervisedTraining training = TrainingCases.Supervised();
            return new(
                checkpoints => Make(12, training, checkpoints).RunToEnd(), () => $"{training.Step} {StateBytes.Of(training)}");
        }, share);
        Assert.InRange(all, 600 / share, 2000 / share);
        Assert.InRange(refused, all / 2, all - 1);
    }

    private static TrainingLoop Make(long steps, SupervisedTraining? training = null, ICheckpointing? checkpoints = null) =>
        new(training ?? TrainingCases.Supervised(), new()
        {
            Steps = steps,
            Evaluable = new Scores(),
            EvaluateEvery = 2,
            Patience = 20,
            Checkpoints = checkpoints,
        });

    private sealed class Scores : IEvaluable
    {
        public LoopEvaluation Evaluate(int index, CancellationToken cancellation) =>
            new(new Score(Rng.Stream(1, "scores", index).NextSingle(), 2), [new("a", index), new("b", 1)])
            {
                Samples = [1, 2, 3],
                SamplesName = "s",
            };
    }

    private sealed class FitCase
    {
        private readonly Sequential _net = TrainingCases.Net();
        private readonly Trainer _trainer;
        private readonly Batches _batches = new(s_data, new() { Size = 3, Seed = 8 });
        private readonly ReduceOnPlateau _plateau = new(0.01f, patience: 1);
        private readonly string _folder;
        private readonly bool _isStateful;

        public FitCase(string folder, bool isStateful)
        {
            (_folder, _isStateful) = (folder, isStateful);
            _trainer = new(new() { Optimizer = new AdamW(_plateau.Rate), Epochs = 6, Seed = 1 }, _net.Parameters);
        }

        public void Run(string checkpoints, SavedState? damaged)
        {
            if (damaged is null)
            {
                Run(checkpoints: null, epochs: 6);
                return;
            }

            using TemporaryFolder copy = new();
            foreach (string file in Directory.GetFiles(checkpoints).Where(file => Path.GetFileName(file) != "lock"))
            {
                File.Copy(file, Path.Combine(copy.Path, Path.GetFileName(file)));
            }

            damaged.Replace(copy.Path);
            using Checkpoints opened = Checkpoints.Open(copy.Path, new() { First = TimeSpan.MaxValue });
            Run(opened, epochs: 6);
        }

        public string Picture() => StateBytes.Of(_trainer) + " " + (_isStateful ? StateBytes.Of(_batches) : "");

        public void Run(Checkpoints? checkpoints, int epochs, Action<long>? updated = null, CancellationToken cancellation = default)
        {
            LossTerms terms = new();
            _trainer.Fit(
                _isStateful ? _batches : _batches.Select(batch => batch),
                batch => terms.Add("cross-entropy", SoftmaxCrossEntropy(_net.Call(batch.Inputs), batch.Targets).Mean()),
                new()
                {
                    BatchesPerUpdate = 2,
                    Terms = terms,
                    Callbacks =
                    [
                        new EarlyStopping("validation/loss", patience: 3), _plateau, new ModelCheckpoint(_net, _folder),
                        new Watch(updated ?? (_ => { })),
                    ],
                    Evaluate = () => [new MetricValue("validation/loss", Math.Abs(2 - _trainer.StepCount))],
                    Checkpoints = checkpoints,
                },
                cancellation);
        }
    }

    private sealed class Watch(Action<long> updated) : TrainingCallback
    {
        public override void OnUpdate(FitContext fit, StepReport update) => updated(fit.Trainer.StepCount);
    }
}
