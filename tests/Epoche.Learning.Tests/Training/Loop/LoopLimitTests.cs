namespace Epoche.Learning.Tests.Training.Loop;

/// <summary>What ends a training, and what lets it go on.</summary>
public sealed class LoopLimitTests
{
    private readonly CountTraining _training = new() { StepsPerEpoch = 5 };

    [Fact]
    public void Steps_and_epochs_end_it()
    {
        Assert.Equal((7, true), End(new() { Steps = 7 }));
        Assert.Equal((15, true), End(new() { Epochs = 3 }));
        Assert.Null(new TrainingLoop(_training, new() { Epochs = 3 }).RunToEnd());
    }

    [Fact]
    public void Until_ends_it_behind_the_step_after_which_it_says_so() =>
        Assert.Equal((4, true), End(new() { Until = () => _training.Step * _training.Step > 15 }));

    [Fact]
    public void Time_ends_it_with_a_last_report_and_a_checkpoint()
    {
        CountTraining training = new() { Advancing = () => Thread.Sleep(2) };
        Conformance.Loop.MemoryCheckpoints checkpoints = new() { SavesEachStep = false };
        TrainingLoop loop = new(
            training, new() { Time = TimeSpan.FromMilliseconds(100), ReportEvery = long.MaxValue, Checkpoints = checkpoints });

        LoopReport report = Assert.Single(loop.Run());

        Assert.True(report.IsLast);
        Assert.InRange(report.Seconds, 0.1, 60);
        Assert.InRange(report.Step, 1, 50);
        Assert.Equal([report.Step], checkpoints.Steps);
        Assert.Null(loop.RunToEnd()); // the time is over

        TrainingLoop resumed = new(new CountTraining(), new() { Time = TimeSpan.FromMilliseconds(100), Checkpoints = checkpoints });
        Assert.Null(resumed.RunToEnd()); // what the process before took counts
        Assert.InRange(resumed.Seconds, 0.1, 60);
        resumed.Options = resumed.Options with { Time = TimeSpan.FromHours(1), Steps = report.Step + 1 };
        Assert.Equal(report.Step + 1, resumed.RunToEnd()!.Step);
    }

    [Fact]
    public void The_seconds_reported_of_an_interrupted_training_are_those_it_goes_on_from()
    {
        using CancellationTokenSource source = new();
        Conformance.Loop.MemoryCheckpoints checkpoints = new() { SavesEachStep = false };
        _training.Advancing = () =>
        {
            Thread.Sleep(5);
            source.Cancel();
        };
        TrainingLoop loop = new(_training, new() { Checkpoints = checkpoints });
        Assert.Throws<OperationCanceledException>(() => loop.RunToEnd(source.Token));
        double reported = loop.Seconds;
        Thread.Sleep(20); // as the writing of results takes its time

        TrainingLoop second = new(new CountTraining(), new() { Checkpoints = checkpoints });
        Assert.True(second.Resume());

        Assert.Equal((reported, reported), (loop.Seconds, second.Seconds));
    }

    [Fact]
    public void Patience_ends_it_after_so_many_evaluations_that_were_not_the_best()
    {
        double[] scores = [1, 3, 2, 3, 1, 9];
        TrainingLoop loop = new(_training, new() { Evaluable = new TableEvaluable(i => new(scores[i])), EvaluateEvery = 10, Patience = 3 });

        LoopReport last = loop.RunToEnd()!;

        Assert.Equal((50, 20), (last.Step, loop.Best.Step));
        Assert.Equal("no better evaluation in 3; the best was that of step 20", loop.StopReason);
        Assert.False(last.IsBest);
    }

    [Fact]
    public void Patience_outlives_a_resume()
    {
        double[] scores = [1, 3, 2, 3, 1, 9];
        Conformance.Loop.MemoryCheckpoints checkpoints = new();
        LoopOptions options = new()
        {
            Evaluable = new TableEvaluable(i => new(scores[i])), EvaluateEvery = 10, Patience = 3, Checkpoints = checkpoints,
        };
        _ = new TrainingLoop(_training, options with { Steps = 44 }).RunToEnd();

        TrainingLoop resumed = new(new CountTraining(), options);

        Assert.Equal(50, resumed.RunToEnd()!.Step);
        Assert.Equal(3, resumed.Best.Evaluation!.Score.First);
    }

    [Fact]
    public void Stop_ends_it_behind_the_step_in_which_it_was_said_and_the_first_reason_counts()
    {
        EventObserver observer = new([])
        {
            Stepped = loop =>
            {
                if (loop.Training.Step == 3)
                {
                    loop.Stop("enough");
                    loop.Stop("more than enough");
                }
            },
        };
        TrainingLoop loop = new(_training, new() { Observers = [observer] });

        LoopReport last = loop.RunToEnd()!;

        Assert.Equal((3, true, "enough"), (last.Step, last.IsLast, loop.StopReason));
    }

    [Fact]
    public void Stop_that_is_said_where_a_report_is_read_ends_it_with_the_next_step()
    {
        TrainingLoop loop = new(_training, new() { ReportEvery = 2 });
        List<long> steps = [];
        foreach (LoopReport report in loop.Run())
        {
            steps.Add(report.Step);
            loop.Stop("read");
        }

        Assert.Equal([2, 3], steps);
    }

    [Fact]
    public void A_goal_ends_it_until_it_is_forgotten()
    {
        TrainingLoop loop = new(
            _training, new() { Steps = 50, Evaluable = new TableEvaluable(i => new(i)) { Goal = 2 }, EvaluateEvery = 5 });

        LoopReport reached = loop.RunToEnd()!;
        Assert.Equal((15, true, true), (reached.Step, reached.GoalReached, reached.IsLast));
        Assert.Null(loop.RunToEnd());

        loop.ForgetGoal();
        Assert.Equal(20, loop.RunToEnd()!.Step); // the next evaluation reaches it again
    }

    [Fact]
    public void Options_that_contradict_each_other_are_refused()
    {
        Assert.Contains(
            "set Evaluable", Assert.Throws<ArgumentException>(() => new TrainingLoop(_training, new() { EvaluateEvery = 3 })).Message);
        Assert.Contains(
            "set Evaluable", Assert.Throws<ArgumentException>(() => new TrainingLoop(_training, new() { Patience = 3 })).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingLoop(_training, new() { ReportEvery = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new TrainingLoop(_training, new() { Evaluable = new TableEvaluable(_ => default), Patience = 0 }));
    }

    private (long Step, bool IsLast) End(LoopOptions options)
    {
        LoopReport last = new TrainingLoop(_training, options).RunToEnd()!;
        return (last.Step, last.IsLast);
    }
}
