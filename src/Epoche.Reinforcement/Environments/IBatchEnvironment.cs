using System.Buffers;

namespace Epoche;

/// <summary>
/// Many environments stepped together, which is what agents train on. All spans belong to the caller, rows are environments; a step
/// allocates nothing. Reset is same-step: where an episode ends, the same call starts the next one and delivers both its first
/// observation and the last of the ended one, so that nothing is lost and nothing is bootstrapped across the boundary.
/// <para>Environment i draws from <c>Rng.Stream(seed, "env", i)</c>: its episodes depend on the seed, its index and its actions, never on
/// how many others run beside it. Serves one thread at a time: give each its own, by <see cref="WithCount"/>; the library's batches refuse
/// calls that overlap.</para>
/// </summary>
public interface IBatchEnvironment : IDisposable
{
    /// <summary>What each of the environments is.</summary>
    EnvironmentSpec Spec { get; }

    /// <summary>How many environments there are.</summary>
    int Count { get; }

    /// <summary>
    /// Makes another batch of the same environment, to be reset and disposed on its own: what an agent evaluates itself on while this one
    /// stays where it is.
    /// </summary>
    /// <param name="count">How many environments the new batch has.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    IBatchEnvironment WithCount(int count);

    /// <summary>Starts an episode in each environment, with fresh streams.</summary>
    /// <param name="seed">The seed of all the streams.</param>
    /// <param name="observations">Receives the first observations, <c>[Count, …Spec.Observation]</c>.</param>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    void Reset(ulong seed, Span<float> observations);

    /// <summary>Advances each environment by one step.</summary>
    /// <param name="actions">One action for each environment.</param>
    /// <param name="result">Where observations, rewards and flags go.</param>
    /// <exception cref="ArgumentException">
    /// A span has a wrong length, or an action is none of <c>Spec.Actions</c> or forbidden by its mask; nothing has advanced then.
    /// </exception>
    /// <exception cref="InvalidOperationException"><see cref="Reset"/> was never called.</exception>
    void Step(in BatchActions actions, in BatchTransition result);

    /// <summary>
    /// Says which actions the present states allow, where <c>Spec.MasksActions</c>: for the first actions after <see cref="Reset"/> or
    /// <see cref="RestoreState"/>; after that each step says it itself
    /// (<see cref="BatchTransition.ActionMasks"/>).
    /// </summary>
    /// <param name="allowed">
    /// Receives true for each allowed action, <c>[Count, Spec.Actions.Count]</c>; empty, and nothing to do, where the spec masks none.
    /// </param>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    /// <exception cref="InvalidOperationException"><see cref="Reset"/> was never called.</exception>
    void WriteActionMasks(Span<bool> allowed)
    {
        if (Spec.MasksActions)
        {
            throw new NotSupportedException(
                $"{Spec.Label} says MasksActions in its spec and no masks: implement {nameof(WriteActionMasks)}, or leave MasksActions "
                + "out.");
        }

        BatchChecks.Masks(Spec, Count, allowed.Length);
    }

    /// <summary>
    /// Writes the complete state: of each environment its episode, its elapsed steps and its stream. The observations of the last step
    /// belong to the caller, who saves them with its own state.
    /// </summary>
    /// <exception cref="InvalidOperationException"><see cref="Reset"/> was never called, or what would be saved could not be
    /// restored.</exception>
    void SaveState(IBufferWriter<byte> destination);

    /// <summary>
    /// Continues from what <see cref="SaveState"/> wrote: the same actions then give the same bits as without the interruption.
    /// </summary>
    /// <exception cref="InvalidDataException">
    /// The bytes are damaged, or come from another environment, another count or a later version. Reset before going on then.
    /// </exception>
    void RestoreState(ReadOnlySpan<byte> state);
}
