namespace Epoche.Learning.Tests.Training.Loop;

/// <summary>
/// Checkpoints whose root is what an earlier version saved: agents, fits and recipes saved themselves before the loop became the root.
/// </summary>
public sealed class EarlierStateTests
{
    [Theory]
    [InlineData("FitState")] // of Trainer.Fit
    [InlineData("DqnAgent for CartPole-v1")]
    [InlineData("Training")] // of a run of the program, around SupervisedState, BayesianState or ImitationState
    public void They_are_refused_with_what_they_are_what_is_expected_and_what_to_do(string kind)
    {
        using TemporaryFolder folder = new();
        using (Checkpoints earlier = Checkpoints.Open(folder.Path))
        {
            earlier.Save(new Root(kind), step: 3);
        }

        using Checkpoints checkpoints = Checkpoints.Open(folder.Path);
        TrainingLoop loop = new(TrainingCases.Supervised(), new() { Steps = 5, Checkpoints = checkpoints });

        string message = Assert.Throws<DataFormatException>(() => loop.RunToEnd()).Message;

        Assert.Contains(
            $"expected the state of TrainingLoop; found that of {kind}; load it into what is made by the same arguments as what was saved, "
            + "by the version of Epoche that saved it, or train again",
            message);
        Assert.Equal(3, Checkpoints.StepIn(folder.Path)); // nothing was written over it
    }

    [Fact]
    public void A_fit_whose_callback_saved_its_best_in_another_way_is_refused_by_its_version()
    {
        using TemporaryFolder folder = new();
        using Checkpoints checkpoints = Checkpoints.Open(folder.Path);
        checkpoints.Save(new FirstVersion(), step: 3);

        string message = Assert.Throws<DataFormatException>(() => checkpoints.TryLoad(new EarlyStopping("validation/loss"))).Message;

        Assert.Contains(
            "expected the version 2 of this state or a later one; found 1, which an earlier version of the library saved: "
            + "load it with that one, or train again",
            message);
    }

    private sealed class Root(string kind) : IStateful
    {
        public int StateVersion => 1;

        public string StateKind => kind;

        public void SaveState(StateSaver to)
        {
            to.Write("epoch", 2);
            to.Write("seconds", 1.5);
        }

        public void LoadState(StateLoader from) => throw new NotSupportedException();
    }

    private sealed class FirstVersion : IStateful
    {
        public int StateVersion => 1;

        public string StateKind => "EarlyStopping by the lowest validation/loss";

        public void SaveState(StateSaver to)
        {
            to.Write("best", 0.5);
            to.Write<int>("epochs", [2, 0]);
            to.Write("slabs", 0);
        }

        public void LoadState(StateLoader from) => throw new NotSupportedException();
    }
}
