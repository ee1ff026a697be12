namespace Epoche.Learning.Tests.Training.Loop;

/// <summary>What comes before what.</summary>
public sealed class LoopOrderTests
{
    private readonly List<string> _events = [];

    [Fact]
    public void The_events_of_a_step_and_of_the_end_come_in_their_order()
    {
        TrainingLoop loop = new(new CountTraining(_events), new()
        {
            Steps = 3,
            ReportEvery = 100,
            Evaluable = new TableEvaluable(i => new(i), _events),
            EvaluateEvery = 2,
            EvaluateLast = true,
            Observers = [new EventObserver(_events, "A"), new EventObserver(_events, "B")],
            Checkpoints = new EventCheckpoints(_events, every: 1),
        });

        loop.RunToEnd();

        Assert.Equal(
            [
                "beginA 0", "beginB 0",
                "advance 1", "stepA 1", "stepB 1", "save 1",
                "advance 2", "evaluate 0", "stepA 2", "stepB 2", "reportA 2", "reportB 2", "save 2",
                "advance 3", "stepA 3", "stepB 3", "reportA 3", "reportB 3", "save 3", // the last report comes before the last checkpoint,
                "evaluate 1", "reportA 3", "reportB 3", // and an evaluation that more steps would not have had behind it
                "endB 3", "endA 3",
            ],
            _events);
    }

    [Fact]
    public void Observers_end_the_last_first_and_each_even_where_another_throws()
    {
        TrainingLoop loop = new(new CountTraining(), new()
        {
            Steps = 1,
            Observers =
            [
                new EventObserver(_events, "A"),
                new EventObserver(_events, "B") { Ending = () => throw new InvalidOperationException("B") },
                new EventObserver(_events, "C"),
            ],
        });

        Assert.Equal("B", Assert.Throws<InvalidOperationException>(() => loop.RunToEnd()).Message);

        Assert.Equal(["endC 1", "endB 1", "endA 1"], _events[^3..]);
    }

    [Fact]
    public void Only_those_that_have_begun_end()
    {
        TrainingLoop loop = new(
            new CountTraining(),
            new() { Steps = 1, Observers = [new EventObserver(_events), new Refusing(), new EventObserver(_events, "never")] });

        Assert.Throws<NotSupportedException>(() => loop.RunToEnd());

        Assert.Equal(["begin 0", "end 0"], _events);
    }

    [Fact]
    public void A_break_ends_observers_and_saves_nothing()
    {
        TrainingLoop loop = new(
            new CountTraining(),
            new() { ReportEvery = 2, Observers = [new EventObserver(_events)], Checkpoints = new EventCheckpoints(_events, every: 3) });
        foreach (LoopReport report in loop.Run())
        {
            if (report.Step == 4)
            {
                break;
            }
        }

        Assert.Equal(["save 3"], _events.Where(e => e.StartsWith("save", StringComparison.Ordinal)));
        Assert.Equal(["step 4", "report 4", "end 4"], _events[^3..]);
        Assert.Equal(6, loop.Run().First().Step); // run again, it goes on
    }

    [Fact]
    public void Where_a_number_is_not_finite_observers_end_and_nothing_is_saved()
    {
        CountTraining training = new();
        training.Advancing = () => _ = training.Step == 4 ? throw new NonFiniteException(5, "the loss", float.NaN) : 0;
        TrainingLoop loop = new(
            training, new() { Observers = [new EventObserver(_events)], Checkpoints = new EventCheckpoints(_events, every: 3) });

        Assert.Throws<NonFiniteException>(() => loop.RunToEnd());

        Assert.Equal(["step 4", "end 4"], _events[^2..]);
        Assert.DoesNotContain("save 4", _events);
    }

    [Fact]
    public void Where_nothing_is_left_to_do_nothing_is_reported_nor_saved()
    {
        CountTraining training = new();
        TrainingLoop loop = new(
            training,
            new() { Steps = 2, Observers = [new EventObserver(_events)], Checkpoints = new EventCheckpoints(_events, every: 100) });
        Assert.NotNull(loop.RunToEnd());
        _events.Clear();

        Assert.Null(loop.RunToEnd());
        Assert.Equal(["begin 2", "end 2"], _events);
    }

    private sealed class Refusing : LoopObserver
    {
        public override void OnBegin(TrainingLoop loop) => throw new NotSupportedException();
    }
}
