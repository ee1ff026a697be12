using Epoche.Conformance.Loop;

namespace Epoche.Learning.Tests.Training.Loop;

/// <summary>The rule of cancellation: the step is finished, a checkpoint written, observers ended, and the exception thrown.</summary>
public sealed class LoopCancellationTests
{
    private readonly List<string> _events = [];
    private readonly CancellationTokenSource _source = new();

    [Fact]
    public void The_step_is_finished_a_checkpoint_written_observers_ended_and_the_exception_thrown()
    {
        CountTraining training = new(_events);
        training.Advancing = () => CancelAt(training.Step == 1);
        TrainingLoop loop = new(
            training,
            new() { ReportEvery = 100, Observers = [new EventObserver(_events)], Checkpoints = new EventCheckpoints(_events, every: 100) });

        Assert.Equal(_source.Token, Assert.Throws<OperationCanceledException>(() => loop.RunToEnd(_source.Token)).CancellationToken);

        Assert.Equal(["begin 0", "advance 1", "step 1", "advance 2", "step 2", "save 2", "end 2"], _events);
    }

    [Fact]
    public void Before_the_first_step_too()
    {
        _source.Cancel();
        TrainingLoop loop = new(
            new CountTraining(_events),
            new() { Observers = [new EventObserver(_events)], Checkpoints = new EventCheckpoints(_events, every: 100) });

        Assert.Throws<OperationCanceledException>(() => loop.RunToEnd(_source.Token));

        Assert.Equal(["begin 0", "save 0", "end 0"], _events);
    }

    [Fact]
    public void One_that_comes_with_the_last_step_is_too_late()
    {
        CountTraining training = new(_events);
        training.Advancing = () => CancelAt(training.Step == 1);

        Assert.Equal(2, new TrainingLoop(training, new() { Steps = 2 }).RunToEnd(_source.Token)!.Step);
    }

    [Fact]
    public void An_evaluation_that_was_cut_off_is_made_again_with_the_same_number_and_reported_once()
    {
        EventCheckpoints checkpoints = new(_events, every: 100);
        TableEvaluable evaluable = new(i => new(i), _events) { Evaluating = index => CancelAt(index == 1) };
        LoopOptions options = new()
        {
            Steps = 9, ReportEvery = 100, Evaluable = evaluable, EvaluateEvery = 3, Checkpoints = checkpoints,
            Observers = [new EventObserver(_events)],
        };
        Assert.Throws<OperationCanceledException>(() => new TrainingLoop(new CountTraining(_events), options).RunToEnd(_source.Token));
        Assert.Equal(["advance 6", "save 6", "end 6"], _events[^3..]);
        _events.Clear();

        evaluable.Evaluating = null;
        TrainingLoop resumed = new(new CountTraining(_events), options);
        resumed.Resume();
        Assert.Equal(5, resumed.ReportedStep); // the report of step 6 is still to come
        List<LoopReport> reports = [.. resumed.Run()];

        Assert.Equal(["begin 6", "evaluate 1", "step 6", "report 6", "advance 7"], _events[..5]);
        Assert.Equal([(6, 1.0), (9, 2.0)], reports.Select(r => (r.Step, r.Evaluation!.Score.First)));
    }

    [Fact]
    public void A_resume_without_an_evaluable_goes_on_behind_the_evaluation_that_was_cut_off()
    {
        MemoryCheckpoints checkpoints = new();
        TableEvaluable evaluable = new(i => new(i)) { Evaluating = _ => CancelAt(true) };
        Assert.Throws<OperationCanceledException>(
            () => new TrainingLoop(new CountTraining(), new() { Evaluable = evaluable, EvaluateEvery = 3, Checkpoints = checkpoints })
                .RunToEnd(_source.Token));

        Assert.Equal(4, new TrainingLoop(new CountTraining(), new() { Steps = 4, Checkpoints = checkpoints }).RunToEnd()!.Step);
    }

    [Fact]
    public void The_last_evaluation_is_cut_off_behind_the_last_checkpoint()
    {
        TableEvaluable evaluable = new(i => new(i), _events) { Evaluating = _ => CancelAt(true) };
        TrainingLoop loop = new(
            new CountTraining(_events),
            new() { Steps = 1, Evaluable = evaluable, EvaluateLast = true, Observers = [new EventObserver(_events)],
                Checkpoints = new EventCheckpoints(_events, 100) });

        Assert.Throws<OperationCanceledException>(() => loop.RunToEnd(_source.Token));

        Assert.Equal(["begin 0", "advance 1", "step 1", "report 1", "save 1", "end 1"], _events);
    }

    [Fact]
    public void An_exception_of_the_evaluable_that_nobody_asked_for_is_no_cancellation()
    {
        TableEvaluable evaluable = new(i => new(i)) { Evaluating = _ => throw new OperationCanceledException("of its own") };
        TrainingLoop loop = new(
            new CountTraining(),
            new() { Evaluable = evaluable, EvaluateEvery = 2, Observers = [new EventObserver(_events)],
                Checkpoints = new EventCheckpoints(_events, every: 100) });

        Assert.Equal("of its own", Assert.Throws<OperationCanceledException>(() => loop.RunToEnd(_source.Token)).Message);

        Assert.DoesNotContain("save 2", _events);
    }

    [Fact]
    public void Every_way_to_train_follows_it()
    {
        _source.Cancel();
        Sequential net = TrainingCases.Net();
        Trainer trainer = new(new() { Optimizer = new Adam(0.01f) }, net.Parameters);

        Assert.Throws<OperationCanceledException>(
            () => trainer.Run(new Batches(TrainingCases.Data, new() { Size = 4 }), b => net.Call(b.Inputs).Mean(), _source.Token).Count());
        Assert.Throws<OperationCanceledException>(
            () => trainer.Fit(net, TrainingCases.Data, Tensors.Ops.SoftmaxCrossEntropy, cancellation: _source.Token));
        Assert.Throws<OperationCanceledException>(() => new TrainingLoop(TrainingCases.Sequence(), new()).RunToEnd(_source.Token));
    }

    private void CancelAt(bool now)
    {
        if (now)
        {
            _source.Cancel();
        }
    }
}
