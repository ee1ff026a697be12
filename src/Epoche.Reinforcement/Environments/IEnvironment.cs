using System.Buffers;

namespace Epoche;

/// <summary>
/// One environment, written the easy way: a struct (or class) with a state, a reset and a step.
/// <see cref="BatchEnvironment.Of{TEnvironment}(Func{TEnvironment}, int)"/> makes the batch that agents train on of it. All chance comes
/// from the <see cref="Rng"/> passed in, so that a seed fixes every episode.
/// <para>State for checkpoints: an unmanaged struct (no field refers to the heap) is copied; anything else implements
/// <see cref="IStatefulEnvironment"/>, or is restored by replaying the actions of the unfinished episode, which is right as long as
/// <see cref="Reset"/> leaves nothing of the episodes before.</para>
/// </summary>
public interface IEnvironment
{
    /// <summary>Shapes, actions and limits.</summary>
    EnvironmentSpec Spec { get; }

    /// <summary>Starts an episode.</summary>
    /// <param name="rng">The environment's own stream.</param>
    /// <param name="observation">Receives the first observation: all <c>Spec.Observation.ElementCount</c> numbers must be written.</param>
    void Reset(ref Rng rng, Span<float> observation);

    /// <summary>Advances by one step. Not called after the end of an episode before the next <see cref="Reset"/>.</summary>
    /// <param name="action">What the agent does; already checked against <c>Spec.Actions</c>.</param>
    /// <param name="rng">The environment's own stream.</param>
    /// <param name="observation">
    /// Receives the next observation, the last one of an episode included. Its old content is not the previous observation.
    /// </param>
    StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation);

    /// <summary>
    /// Says which actions the present state allows. Called after <see cref="Reset"/> and after each <see cref="Step"/>, where
    /// <c>Spec.MasksActions</c>; it changes nothing. The environment never gets an
    /// action that it did not allow.
    /// </summary>
    /// <param name="allowed">
    /// Receives true for each allowed action and false for the others, <c>[Spec.Actions.Count]</c>: at least one is true unless the episode
    /// is over.
    /// </param>
    void WriteActionMask(Span<bool> allowed) =>
        throw new NotSupportedException(
            $"{Spec.Label} says MasksActions in its spec and no masks: implement {nameof(WriteActionMask)}, or leave MasksActions out.");

    /// <summary>
    /// Gives the numbers beside the last step. Called after each <see cref="Step"/>, where <c>Spec.Information</c> names any; it changes
    /// nothing.
    /// </summary>
    /// <param name="values">Receives them in the order of their names, <c>[Spec.Information.Count]</c>.</param>
    void WriteInformation(Span<float> values) =>
        throw new NotSupportedException(
            $"{Spec.Label} names numbers beside a step in its spec ({Spec.Information}) and gives none: implement "
            + $"{nameof(WriteInformation)}, or leave Information out.");
}

/// <summary>An environment that can write down the state of an unfinished episode and continue from it.</summary>
public interface IStatefulEnvironment : IEnvironment
{
    /// <summary>Writes all that the steps to come depend on, the <see cref="Rng"/> excepted.</summary>
    void SaveState(IBufferWriter<byte> destination);

    /// <summary>Continues from what <see cref="SaveState"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a state of this environment.</exception>
    void RestoreState(ReadOnlySpan<byte> state);
}
