using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Epoche.Kernels;

namespace Epoche.Simulation;

/// <summary>One step of a whole batch, generic over the game and the register.</summary>
internal static class LaneKernel<TGame, V, S, R>
    where TGame : struct, ILaneGame
    where V : struct
    where S : struct, ISimd<V>
    where R : struct, IRowStore<V>
{
    /// <summary>Advances all lanes; a bit for each environment says whose task is over, and whose episode is for either reason.</summary>
    public static void Advance(
        LaneColumns columns, ReadOnlySpan<float> actions, Span<float> observations, Span<float> rewards, Span<ulong> terminated,
        Span<ulong> ended)
    {
        const int lanes = LaneColumns.Lanes;
        int width = TGame.Spec.Observation.ElementCount, whole = columns.Count / lanes * lanes, rest = columns.Count - whole;
        terminated.Clear();
        ended.Clear();
        Advance(columns, 0, whole, actions, observations, rewards, terminated, ended);
        if (rest > 0)
        {
            Span<float> lastActions = stackalloc float[lanes], lastRewards = stackalloc float[lanes],
                lastObservations = stackalloc float[lanes * width];
            lastActions.Clear();
            actions[whole..].CopyTo(lastActions);
            Advance(columns, whole, lanes, lastActions, lastObservations, lastRewards, terminated, ended);
            lastObservations[..(width * rest)].CopyTo(observations[(width * whole)..]);
            lastRewards[..rest].CopyTo(rewards[whole..]);
            columns.ClearPadding();
            terminated[^1] &= ulong.MaxValue >> (-columns.Count & 63);
            ended[^1] &= ulong.MaxValue >> (-columns.Count & 63);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Advance(
        LaneColumns columns, int start, int count, ReadOnlySpan<float> actions, Span<float> observations, Span<float> rewards,
        Span<ulong> terminated, Span<ulong> ended)
    {
        int width = TGame.Spec.Observation.ElementCount;
        V one = S.Create(1), limit = S.Create(TGame.Spec.TimeLimit ?? float.PositiveInfinity);
        nint stride = columns.Stride;
        ref float state = ref Unsafe.Add(ref columns.First, start);
        ref float elapsed = ref Unsafe.Add(ref state, TGame.StateSize * stride);
        ref float action = ref MemoryMarshal.GetReference(actions);
        ref float observation = ref MemoryMarshal.GetReference(observations), reward = ref MemoryMarshal.GetReference(rewards);
        for (nint i = 0; i < count; i += S.Width)
        {
            V over = TGame.Advance<V, S>(
                ref Unsafe.Add(ref state, i), stride, S.Load(in action, i), ref Unsafe.Add(ref observation, width * i), out V gained);
            V steps = S.Add(S.Load(in elapsed, i), one);
            S.Store(steps, ref elapsed, i);
            S.Store(gained, ref reward, i);
            int word = (int)((start + i) >> 6), shift = (int)((start + i) & 63);
            terminated[word] |= (ulong)R.Bits(over) << shift;
            ended[word] |= (ulong)R.Bits(S.Or(over, S.LessOrEqual(limit, steps))) << shift;
        }
    }
}
