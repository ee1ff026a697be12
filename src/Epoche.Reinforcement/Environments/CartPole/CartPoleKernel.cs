using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Epoche.Kernels;

namespace Epoche.Simulation;

/// <summary>One step of a whole batch, generic over the register.</summary>
internal static class CartPoleKernel<V, S, R>
    where V : struct
    where S : struct, ISimd<V>
    where R : struct, IRowStore<V>
{
    /// <summary>Advances all lanes, writes the observations as rows and one bit per environment for those whose episode is over.</summary>
    public static void Advance(
        CartPoleOptions options, CartPoleColumns columns, ReadOnlySpan<int> actions, Span<float> observations, Span<ulong> ended)
    {
        Debug.Assert(actions.Length == columns.Count && observations.Length == 4 * columns.Count);
        int whole = columns.Count / 16 * 16, rest = columns.Count - whole;
        ended.Clear();
        Advance(
            options, columns, 0, whole, in MemoryMarshal.GetReference(actions), ref MemoryMarshal.GetReference(observations), ref ended[0]);
        if (rest > 0)
        {
            Span<int> lastActions = stackalloc int[16];
            Span<float> lastObservations = stackalloc float[64];
            actions[whole..].CopyTo(lastActions);
            Advance(options, columns, whole, 16, ref lastActions[0], ref lastObservations[0], ref ended[0]);
            lastObservations[..(4 * rest)].CopyTo(observations[(4 * whole)..]);
            columns.ClearPadding();
            ended[^1] &= ulong.MaxValue >> (-columns.Count & 63);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Advance(
        CartPoleOptions options, CartPoleColumns columns, int start, int count, ref readonly int actions,
        ref float observations, ref ulong ended)
    {
        CartPoleDynamics<Lanes<V, S>> dynamics = new(options);
        V force = S.Create((float)options.Force), range = S.Create((float)(2 * options.Force)), one = S.Create(1);
        V positionLimit = S.Create((float)options.PositionLimit), angleLimit = S.Create((float)options.AngleLimit);
        V timeLimit = S.Create(options.TimeLimit ?? float.PositiveInfinity);
        nint stride = columns.Stride;
        ref float column = ref Unsafe.Add(ref columns.First, start);
        ref float pushes = ref Unsafe.As<int, float>(ref Unsafe.AsRef(in actions));
        for (nint i = 0; i < count; i += S.Width)
        {
            Lanes<V, S> x = new(S.Load(ref column, i)), xDot = new(S.Load(ref column, i + stride));
            Lanes<V, S> theta = new(S.Load(ref column, i + (2 * stride))), thetaDot = new(S.Load(ref column, i + (3 * stride)));
            V push = S.Subtract(S.Multiply(S.FromInt(S.Load(ref pushes, i)), range), force);
            dynamics.Advance(new(push), ref x, ref xDot, ref theta, ref thetaDot);
            V elapsed = S.Add(S.Load(ref column, i + (4 * stride)), one);
            S.Store(x.Value, ref column, i);
            S.Store(xDot.Value, ref column, i + stride);
            S.Store(theta.Value, ref column, i + (2 * stride));
            S.Store(thetaDot.Value, ref column, i + (3 * stride));
            S.Store(elapsed, ref column, i + (4 * stride));
            R.StoreRows(x.Value, xDot.Value, theta.Value, thetaDot.Value, ref Unsafe.Add(ref observations, 4 * i));
            V over = S.Or(S.Less(positionLimit, S.Abs(x.Value)), S.Less(angleLimit, S.Abs(theta.Value)));
            uint bits = R.Bits(S.Or(over, S.LessOrEqual(timeLimit, elapsed)));
            Unsafe.Add(ref ended, (start + i) >> 6) |= (ulong)bits << (int)((start + i) & 63);
        }
    }
}
