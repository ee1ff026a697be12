using static Epoche.Tensors.Ops;

namespace Epoche.Learning.Tests.Training;

/// <summary>What serves one thread at a time says so, and what to do, when a second one comes.</summary>
public sealed class TrainerThreadTests
{
    [Fact]
    public void A_trainer_refuses_the_call_of_another_thread()
    {
        Sequential net = new Sequential { new Dense(1) }.Build([2], seed: 1);
        Trainer trainer = new(new() { Optimizer = new Sgd(0.1f) }, net.Parameters);
        Tensor x = Tensor.Ones([3, 2]);
        Func<Tensor> loss = () => Square(net.Call(x)).Mean();
        List<string> messages = [];

        trainer.Step(
            _ =>
            {
                messages.Add(MessageOnAnotherThread(() => trainer.Step(_ => loss(), 0)));
                messages.Add(MessageOnAnotherThread(() => trainer.Accumulate(_ => loss(), 0)));
                messages.Add(MessageOnAnotherThread(() => trainer.Update()));
                return loss();
            },
            0);

        Assert.All(messages, message => Assert.Equal(
            "This trainer is in use already, by another thread, and it serves one call at a time. "
            + "Give each thread a trainer and a model of its own (model.Clone()), or let them take turns: lock (trainer).",
            message));
        Assert.Equal((3, 1L), (messages.Count, trainer.StepCount)); // and the first call was not disturbed
    }

    [Fact]
    public void An_arena_says_whether_its_open_step_is_that_of_another_thread()
    {
        StepArena arena = new();
        using StepArena.OpenStep step = arena.Step();

        Assert.Equal(
            "A step of this arena is open on another thread, and an arena serves one thread at a time, as does what computes in one: "
            + "a trainer, an inference, a predictive. Give each thread one of its own, or let them take turns (lock).",
            MessageOnAnotherThread(() => arena.Step().Dispose()));
        Assert.Equal(
            "A step of this arena is open already. Close it first (dispose what Step() returned), or use a second arena for the inner "
            + "computation.",
            Assert.Throws<InvalidOperationException>(() => arena.Step().Dispose()).Message);
    }

    private static string MessageOnAnotherThread(Action call)
    {
        string message = "";
        Thread thread = new(() => message = Record.Exception(call)?.Message ?? "none");
        thread.Start();
        thread.Join();
        return message;
    }
}
