using Epoche.Autodiff;

namespace Epoche;

/// <summary>Gradients of what the open step computed.</summary>
public static class Tape
{
    /// <summary>
    /// Walks the step's operations backwards from a scalar loss and adds its gradient to every parameter slab
    /// (<see cref="ParameterSlab.Gradients"/>) and variable (<see cref="Tensor.Gradient"/>) that it depends on. A step may have several
    /// losses: their passes add up there, as if the losses had been added, while tensors in between have the
    /// gradient of the last pass alone.
    /// </summary>
    /// <param name="loss">One element, computed in the open step.</param>
    /// <exception cref="InvalidOperationException">
    /// No step is open on this thread, or the loss depends on what an outer step computed from something learned.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// The loss has several elements, depends on nothing trainable, or was computed in another step.
    /// </exception>
    public static void Backward(Tensor loss) => Open().Backward(loss);

    /// <summary>
    /// Whether what is computed on this thread is recorded: a step is open, and not in a pause. Running
    /// statistics of layers move only then.
    /// </summary>
    public static bool IsRecording => StepArena.Current is { Tape.IsRecording: true };

    /// <summary>
    /// Until the result is disposed, what is computed on this thread is not recorded, so it is a constant to the loss:
    /// <c>using (Tape.Pause()) { … }</c>. In a step of training it still belongs to training: dropout acts, and batch normalization uses
    /// the batch's statistics, though its running ones stay. <see cref="EvaluationMode"/> is what ends that.
    /// </summary>
    /// <exception cref="InvalidOperationException">No step is open on this thread.</exception>
    public static Pausing Pause() => new(Open());

    private static TapeRecorder Open() => StepArena.Current?.Tape
        ?? throw new InvalidOperationException("Gradients need an open step: using (arena.Step()) { … Tape.Backward(loss); }");

    /// <summary>A pause in recording.</summary>
    public readonly ref struct Pausing
    {
        private readonly TapeRecorder _tape;
        private readonly int _pauses;

        internal Pausing(TapeRecorder tape) => (_tape, _pauses) = (tape, tape.Pause());

        /// <summary>Recording goes on.</summary>
        public void Dispose() => _tape.Resume(_pauses);
    }
}
