namespace Epoche;

/// <content>A mode for a single call.</content>
public abstract partial class Model
{
    /// <summary>
    /// Computes the output of a batch in a mode of its own, whatever the step's is: with <c>training: false</c> as in
    /// <see cref="EvaluationMode"/>; with <c>training: true</c> dropout acts and batch normalization takes the batch's statistics, in
    /// evaluation too (its running ones move only where gradients are recorded).
    /// </summary>
    /// <param name="x">[batch, input…].</param>
    /// <param name="training">
    /// Whether layers act as in training; those of a model that is not <see cref="ParameterSlab.Trainable"/> never do.
    /// </param>
    /// <exception cref="ArgumentException">See <see cref="Call(Tensor)"/>.</exception>
    /// <exception cref="InvalidOperationException">
    /// The call is to be one of training, and no step with a stream of random numbers is open on this thread.
    /// </exception>
    public Tensor Call(Tensor x, bool training)
    {
        using EvaluationMode.Scope mode = Begin(training);
        return Call(x);
    }

    /// <summary>The same for a model with any inputs and outputs: <c>model.Call([image, meta], training: false)["digit"]</c>.</summary>
    /// <param name="inputs">[batch, input…] for each of <see cref="Inputs"/>, in their order.</param>
    /// <param name="training">As above.</param>
    /// <exception cref="ArgumentException">See <see cref="Call(ReadOnlySpan{Tensor})"/>.</exception>
    /// <exception cref="InvalidOperationException">
    /// The call is to be one of training, and no step with a stream of random numbers is open on this thread.
    /// </exception>
    public ModelOutputs Call(ReadOnlySpan<Tensor> inputs, bool training)
    {
        using EvaluationMode.Scope mode = Begin(training);
        return Call(inputs);
    }

    private static EvaluationMode.Scope Begin(bool training) => !training || StepArena.Current is { HasRandom: true }
        ? EvaluationMode.Begin(training)
        : throw new InvalidOperationException(
            "A call with training: true draws random numbers, so it needs an open step that has a stream of them: "
            + "using (arena.TrainingStep(random)) { … }, or, where nothing is trained, arena.Step(random).");
}
