using Epoche.Conformance.Loop;

namespace Epoche.Experiments.Tests.Kinds.Imitation;

/// <summary>The networks of <c>epoche imitate</c>, trained one after the other, without the program around them.</summary>
public sealed class ImitationStudyTests
{
    private static readonly ImitationRecipe s_recipe = (ImitationRecipe)RecipeReader.Read(
        RecipeCatalog.BuiltIn("imitate"),
        ["records.pairs=40", "records.test_pairs=10", "epochs=2", "batch_size=16", "networks=[[], [8], [8, 8]]"]);

    private static readonly Dataset s_train = Records(40, seed: 1), s_test = Records(10, seed: 2);

    [Fact]
    public void The_sequence_of_networks_passes_the_kit_of_trainings()
    {
        ImitationStudy? study = null;
        TrainingKit.Check(new(() => (study = Study()).Training)
        {
            Advances = 17, // of 18
            Evaluate = _ => study!.Evaluate(0, CancellationToken.None),
        });
    }

    [Fact]
    public void Cut_within_any_epoch_and_resumed_it_has_the_curves_of_one_that_was_not()
    {
        (ImitationStudy whole, _) = Run(new MemoryCheckpoints(), stopAt: long.MaxValue);
        Assert.All(whole.Networks, n => Assert.Equal(2, n.Curve.Count));
        for (long stop = 1; stop < 18; stop++)
        {
            MemoryCheckpoints checkpoints = new() { SavesEachStep = false }; // that of the cancellation alone
            Assert.True(Run(checkpoints, stop).IsCancelled);
            (ImitationStudy resumed, _) = Run(checkpoints, long.MaxValue);

            for (int i = 0; i < 3; i++)
            {
                Assert.Equal(whole.Networks[i].Curve, resumed.Networks[i].Curve);
                Assert.Equal(whole.Networks[i].Model.Parameters.Values.ToArray(), resumed.Networks[i].Model.Parameters.Values.ToArray());
            }
        }
    }

    private static (ImitationStudy Study, bool IsCancelled) Run(MemoryCheckpoints checkpoints, long stopAt)
    {
        using CancellationTokenSource source = new();
        ImitationStudy study = Study();
        TrainingLoop loop = new(study.Training, new()
        {
            Epochs = study.Training.TotalEpochs, Evaluable = study, EvaluateEpochs = true, KeepBest = false, Observers =
            [
                study, new Stopper(stopAt, source),
            ], Checkpoints = checkpoints,
        });
        try
        {
            loop.RunToEnd(source.Token);
        }
        catch (OperationCanceledException) when (source.IsCancellationRequested)
        {
        }

        return (study, source.IsCancellationRequested);
    }

    private static ImitationStudy Study() =>
        new([.. s_recipe.Networks.Select(size => new NetworkTraining(s_recipe, size, s_train, s_test, actions: 2))], s_recipe.Epochs);

    private static Dataset Records(int count, ulong seed)
    {
        Rng random = new(seed);
        Tensor inputs = Tensor.Normal([count, 4], ref random);
        return Dataset.Of(inputs, Tensor.Of((float[])[.. Enumerable.Range(0, count).Select(i => inputs.Values[i * 4] > 0 ? 1f : 0f)]));
    }

    private sealed class Stopper(long step, CancellationTokenSource source) : LoopObserver
    {
        public override void OnStep(TrainingLoop loop)
        {
            if (loop.Training.Step == step)
            {
                source.Cancel();
            }
        }
    }
}
