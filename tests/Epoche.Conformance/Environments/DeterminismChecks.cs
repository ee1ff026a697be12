using System.Runtime.InteropServices;

namespace Epoche.Conformance.Simulation;

internal static class DeterminismChecks
{
    private const int Steps = 400;

    public static void SeedFixesEverything(EnvironmentSubject subject)
    {
        float[] first = Play(subject, seed: 11), again = Play(subject, seed: 11), other = Play(subject, seed: 12);
        NonconformityException.Unless(SameBits(first, again), "The same seed and actions gave other numbers.");
        NonconformityException.Unless(!SameBits(first, other), "Another seed gave the same numbers: is the random stream used?");
    }

    public static void ResetForgets(EnvironmentSubject subject)
    {
        using BatchTape tape = new(subject.CreateBatch(5), actionSeed: 3);
        tape.Reset(seed: 13);
        float[] first = tape.Play(Steps);
        tape.Reset(seed: 14);
        tape.Play(29);
        tape.Reset(seed: 13);
        NonconformityException.Unless(SameBits(first, tape.Play(Steps)), "After other episodes, a reset with the same seed gives other numbers.");
    }

    /// <summary>The first environments of a larger batch play the same episodes when they are given the same actions.</summary>
    public static void NeighboursDoNotMatter(EnvironmentSubject subject)
    {
        const int few = 3, many = 70;
        using BatchTape small = new(subject.CreateBatch(few), actionSeed: 4), large = new(subject.CreateBatch(many), actionSeed: 5);
        TransitionBuffers wide = new(large.Environment);
        int width = large.Environment.Spec.Observation.ElementCount, actionWidth = large.Environment.Spec.Actions.Count;
        small.Reset(seed: 15);
        large.Environment.Reset(15, wide.Observations);
        int[] indices = new int[many];
        float[] values = new float[many * actionWidth];
        for (int step = 0; step < Steps; step++)
        {
            BatchActions rest = large.Actions, some = small.Actions;
            bool discrete = large.Environment.Spec.Actions.IsDiscrete;
            if (discrete)
            {
                rest.Indices.CopyTo(indices);
                some.Indices.CopyTo(indices);
            }
            else
            {
                rest.Values.CopyTo(values);
                some.Values.CopyTo(values);
            }

            large.Environment.Step(discrete ? new BatchActions((ReadOnlySpan<int>)indices) : new BatchActions((ReadOnlySpan<float>)values), wide.View);
            small.Step();
            for (int i = 0; i < few; i++)
            {
                bool same = SameBits(small.Row(i), wide.Observations.AsSpan(i * width, width)) && small.View.Rewards[i].Equals(wide.Rewards[i])
                    && small.View.Terminated[i] == wide.Terminated[i] && small.View.Truncated[i] == wide.Truncated[i];
                NonconformityException.Unless(same, $"Environment {i} plays otherwise in a batch of {many} than in one of {few} (step {step}).");
            }
        }
    }

    public static bool SameBits(ReadOnlySpan<float> left, ReadOnlySpan<float> right) =>
        MemoryMarshal.AsBytes(left).SequenceEqual(MemoryMarshal.AsBytes(right));

    private static float[] Play(EnvironmentSubject subject, ulong seed)
    {
        using BatchTape tape = new(subject.CreateBatch(5), actionSeed: 3);
        tape.Reset(seed);
        return [.. tape.Observations, .. tape.Play(Steps)];
    }
}
