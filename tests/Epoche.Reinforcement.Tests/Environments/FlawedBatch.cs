using System.Buffers;

namespace Epoche.Reinforcement.Tests.Simulation;

/// <summary>A mistake that batches are written with.</summary>
public enum BatchFlaw
{
    LeavesOutTheFinalObservation,
    WritesFinalObservationsAlways,
    DoesNotTruncate,
    GivesHalfTheReward,
    DependsOnTheCount,
    AcceptsAnyAction,
    StepsBeforeTheReset,
    RestoresNothing,
    AcceptsACutState,
    HasAnotherSpec,
    HasAnotherCount,
    AcceptsForbiddenActions,
    LeavesOutTheMasks,
    LeavesOutTheFinalMasks,
    LeavesOutTheInformation,
    AllowsMore,
}

/// <summary>A batch with one mistake around one without.</summary>
internal sealed class FlawedBatch(IBatchEnvironment inner, BatchFlaw flaw) : IBatchEnvironment
{
    public EnvironmentSpec Spec => flaw == BatchFlaw.HasAnotherSpec ? inner.Spec with { TimeLimit = 77 } : inner.Spec;

    public int Count => inner.Count;

    public IBatchEnvironment WithCount(int count) => new FlawedBatch(inner.WithCount(flaw == BatchFlaw.HasAnotherCount ? 1 : count), flaw);

    public void Reset(ulong seed, Span<float> observations) =>
        inner.Reset(flaw == BatchFlaw.DependsOnTheCount ? seed + (ulong)Count : seed, observations);

    public void WriteActionMasks(Span<bool> allowed) => inner.WriteActionMasks(allowed);

    public void Step(in BatchActions actions, in BatchTransition result)
    {
        if (flaw == BatchFlaw.StepsBeforeTheReset)
        {
            try
            {
                inner.Step(actions, result);
            }
            catch (InvalidOperationException)
            {
                result.Rewards.Clear();
            }

            return;
        }

        int[] indices = actions.Indices.ToArray();
        if (flaw == BatchFlaw.AcceptsAnyAction)
        {
            for (int i = 0; i < indices.Length; i++)
            {
                indices[i] = Math.Clamp(indices[i], 0, Spec.Actions.Count - 1);
            }
        }

        if (flaw == BatchFlaw.AcceptsForbiddenActions)
        {
            bool[] masks = new bool[result.ActionMasks.Length];
            inner.WriteActionMasks(masks);
            for (int i = 0; i < indices.Length && indices.Length == Count; i++)
            {
                int first = i * Spec.Actions.Count;
                bool isForbidden = (uint)indices[i] < (uint)Spec.Actions.Count && !masks[first + indices[i]];
                indices[i] = isForbidden ? Array.IndexOf(masks, true, first) - first : indices[i];
            }
        }

        float[] last = result.FinalObservations.ToArray(), information = result.Information.ToArray();
        bool[] allowed = result.ActionMasks.ToArray(), allowedLast = result.FinalActionMasks.ToArray();
        inner.Step(actions.Indices.IsEmpty ? actions : indices, result);
        (flaw == BatchFlaw.LeavesOutTheMasks ? allowed : []).CopyTo(result.ActionMasks);
        (flaw == BatchFlaw.LeavesOutTheFinalMasks ? allowedLast : []).CopyTo(result.FinalActionMasks);
        (flaw == BatchFlaw.LeavesOutTheInformation ? information : []).CopyTo(result.Information);
        result.ActionMasks[..(flaw == BatchFlaw.AllowsMore ? 1 : 0)].Fill(true);
        if (flaw == BatchFlaw.LeavesOutTheFinalObservation)
        {
            last.CopyTo(result.FinalObservations);
        }
        else if (flaw == BatchFlaw.WritesFinalObservationsAlways)
        {
            result.Observations.CopyTo(result.FinalObservations);
        }
        else if (flaw == BatchFlaw.DoesNotTruncate)
        {
            result.Truncated.Clear();
        }
        else if (flaw == BatchFlaw.GivesHalfTheReward)
        {
            for (int i = 0; i < Count; i++)
            {
                result.Rewards[i] /= 2;
            }
        }
    }

    public void SaveState(IBufferWriter<byte> destination) => inner.SaveState(destination);

    public void RestoreState(ReadOnlySpan<byte> state)
    {
        try
        {
            if (flaw != BatchFlaw.RestoresNothing)
            {
                inner.RestoreState(state);
            }
        }
        catch (InvalidDataException) when (flaw == BatchFlaw.AcceptsACutState)
        {
            inner.Reset(0, new float[Count * Spec.Observation.ElementCount]);
        }
    }

    public void Dispose() => inner.Dispose();
}
