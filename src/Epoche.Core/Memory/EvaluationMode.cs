namespace Epoche;

/// <summary>
/// Calls without what belongs to training: dropout lets everything pass and draws nothing, batch normalization uses its running statistics
/// and leaves them as they are. What is called is still recorded, so gradients flow through it; <see cref="Tape.Pause"/> is what stops
/// that, and <see cref="ParameterSlab.Freeze"/> what keeps parameters as they are. Outside of steps of
/// training calls are in this mode anyway.
/// </summary>
/// <example><code>
/// Objective&lt;Batch&gt; imitate = batch =>
/// {
///     Tensor taught;
///     using (EvaluationMode.Begin())
///     {
///         taught = Softmax(teacher.Call(batch.Inputs)).StopGradient();
///     }
///
///     return SoftmaxCrossEntropy(student.Call(batch.Inputs), taught).Mean();
/// };
/// </code></example>
public static class EvaluationMode
{
    [ThreadStatic]
    private static bool? s_training;

    /// <summary>Whether it was begun on this thread, and not ended yet.</summary>
    public static bool IsOn => s_training == false;

    /// <summary>Whether calls on this thread are of training whatever the step says; null: the step says so.</summary>
    internal static bool? Training => s_training;

    /// <summary>
    /// Until the result is disposed, whatever is called on this thread is in evaluation mode, steps of training included that are opened
    /// meanwhile: <c>using (EvaluationMode.Begin()) { … }</c>.
    /// </summary>
    public static Scope Begin() => Begin(training: false);

    /// <summary>The same for either mode, whatever the step's is.</summary>
    internal static Scope Begin(bool training)
    {
        Scope scope = new(s_training);
        s_training = training;
        return scope;
    }

    /// <summary>How long the mode lasts.</summary>
    public readonly ref struct Scope
    {
        private readonly bool? _before;

        internal Scope(bool? before) => _before = before;

        /// <summary>Calls are again in the mode of before.</summary>
        public void Dispose() => s_training = _before;
    }
}
