using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Epoche.Simulation;

/// <summary>
/// One step of a batch of Catch but for chance and pictures: eight environments at a time, in integers, hence exact in
/// every width that the hardware has.
/// </summary>
internal static class CatchKernel
{
    private const int Lanes = CatchColumns.Lanes;

    /// <summary>Moves bars, lets balls fall, and says what landed.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="states">Advanced; where a ball is to appear, the lowest four bits of its balls are left for it.</param>
    /// <param name="actions">0, 1 or 2 for each environment.</param>
    /// <param name="rewards">Receives 1, −1 or 0.</param>
    /// <param name="appearing">Receives a bit for each environment in which a ball is to appear.</param>
    /// <param name="ended">Receives a bit for each environment whose episode is over.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Advance(
        CatchRules rules, CatchColumns states, ReadOnlySpan<int> actions, Span<float> rewards, Span<byte> appearing, Span<byte> ended)
    {
        int whole = states.Count / Lanes;
        for (int group = 0; group < whole; group++)
        {
            int first = group * Lanes;
            Advance(
                rules, states, first, Vector256.Create(actions[first..]), out Vector256<float> reward,
                out appearing[group], out ended[group]);
            reward.CopyTo(rewards[first..]);
        }

        int rest = states.Count - (whole * Lanes);
        if (rest > 0)
        {
            Span<int> some = stackalloc int[Lanes];
            some.Clear();
            actions[(whole * Lanes)..].CopyTo(some);
            Advance(
                rules, states, whole * Lanes, Vector256.Create<int>(some), out Vector256<float> reward, out byte appears, out byte ends);
            int there = (1 << rest) - 1;
            (appearing[whole], ended[whole]) = ((byte)(appears & there), (byte)(ends & there));
            for (int i = 0; i < rest; i++)
            {
                rewards[(whole * Lanes) + i] = reward[i];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Advance(
        CatchRules rules, CatchColumns states, int first, Vector256<int> action, out Vector256<float> reward,
        out byte appearing, out byte ended)
    {
        ref int bars = ref states.Bar[first], phases = ref states.Phase[first], times = ref states.Elapsed[first],
            lines = ref states.Balls[first];

        // A comparison gives −1 where it holds.
        Vector256<int> bar = Vector256.LoadUnsafe(in bars) + Vector256.Equals(action, Vector256.Create(CatchRules.Left)) - Vector256.Equals(
            action, Vector256.Create(CatchRules.Right));
        bar = Vector256.Min(Vector256.Max(bar, Vector256<int>.Zero), Vector256.Create(rules.LastBar));
        Vector256<int> elapsed = Vector256.LoadUnsafe(in times) + Vector256<int>.One;
        Vector256<int> phase = Vector256.LoadUnsafe(in phases) + Vector256<int>.One, balls = Vector256.LoadUnsafe(in lines);
        Vector256<int> appears = Vector256.Equals(phase, Vector256.Create(CatchRules.StepsBetweenBalls));
        phase = Vector256.AndNot(phase, appears);
        balls = Vector256.ConditionalSelect(appears, balls << CatchColumns.BitsPerBall, balls);

        // The ball that reaches the bottom row has fallen as far as the phase and some whole periods.
        int periods = rules.BottomRow / CatchRules.StepsBetweenBalls, phaseOfLanding = rules.BottomRow % CatchRules.StepsBetweenBalls;
        Vector256<int> lands = Vector256.Equals(phase, Vector256.Create(phaseOfLanding)) & Vector256.GreaterThanOrEqual(
            elapsed, Vector256.Create(rules.BottomRow));
        Vector256<int> column = (balls >> (CatchColumns.BitsPerBall * periods)) & Vector256.Create((1 << CatchColumns.BitsPerBall) - 1);
        Vector256<uint> cell = (column - bar).AsUInt32(); // left of the bar is a very large number
        Vector256<int> caught = Vector256.LessThan(cell, Vector256.Create((uint)CatchRules.BarWidth)).AsInt32();
        Vector256<int> missed = Vector256.AndNot(lands, caught);
        Vector256<int> late = Vector256.GreaterThanOrEqual(elapsed, Vector256.Create(CatchRules.TimeLimit));

        bar.StoreUnsafe(ref bars);
        phase.StoreUnsafe(ref phases);
        elapsed.StoreUnsafe(ref times);
        balls.StoreUnsafe(ref lines);
        reward = Vector256.ConvertToSingle(missed - (lands & caught));
        appearing = (byte)appears.ExtractMostSignificantBits();
        ended = (byte)(missed | late).ExtractMostSignificantBits();
    }
}
