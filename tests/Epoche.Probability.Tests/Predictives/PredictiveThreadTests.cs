using static Epoche.Tensors.Ops;

namespace Epoche.Probability.Tests.Predictives;

/// <summary>
/// A predictive serves one thread at a time, and says so: the draws of two calls would mix, or one get the logits that the other asked for.
/// </summary>
public sealed class PredictiveThreadTests
{
    [Fact]
    public void A_call_of_another_thread_is_refused_with_what_to_do()
    {
        Tensor x = Tensor.Zeros([2, 3]);
        DeepEnsemble? ensemble = null;
        List<string> messages = [];
        ensemble = new DeepEnsemble([new Dense(4, Relu), new Dense(2)], [3], members: 2, output: logits =>
        {
            if (messages.Count == 0)
            {
                Action[] calls = [() => ensemble!.Predict(x, 2), () => ensemble!.PredictOutputs(x, 2), () => ensemble!.Features(x)];
                messages.AddRange(calls.Select(MessageOnAnotherThread));
            }

            return Softmax(logits);
        });

        Tensor predicted = ensemble.Predict(x, 2);

        Assert.Equal(3, messages.Count);
        Assert.All(messages, message => Assert.Equal(
            "This predictive is in use already, by another thread, and it serves one call at a time. "
            + "Give each thread one of its own, loaded from its file (PredictiveFile.Load), or let them take turns: lock (predictive).",
            message));
        Assert.Equal(predicted.ToArray(), ensemble.Predict(x, 2).ToArray()); // and serves on
    }

    [Fact]
    public void An_inference_refuses_the_step_of_another_thread()
    {
        Svi<int>? svi = null;
        string message = "";
        Program<int> model = (p, _) => p.Sample("y", new Normal(p.Sample("z", new Normal(0, 1)), 1), Tensor.Scalar(1));
        Program<int> guide = (p, _) =>
        {
            p.Sample("z", new Normal(p.Param("location", 0), 1));
            message = svi is { StepCount: 1 } && message.Length == 0 ? MessageOnAnotherThread(() => svi.Step(0)) : message;
        };
        svi = new(model, guide, new() { Optimizer = new Sgd(0.01f) });
        svi.Step(0);
        svi.Step(0);

        Assert.Equal(
            "This inference is in use already, by another thread, and it serves one call at a time. "
            + "Give each thread an inference of its own: new Svi<TData>(…).",
            message);
        Assert.Equal(2, svi.StepCount);
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
