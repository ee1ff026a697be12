using System.Runtime.InteropServices;

namespace Epoche.Simulation;

/// <summary>What episodes depend on.</summary>
internal static class DeterminismChecks
{
    private const int Steps = 400;

    public static string SeedFixesEverything(EnvironmentSubject subject)
    {
        BrokenRuleException.Unless(
            SameBits(Play(subject, seed: 11), Play(subject, seed: 11)), "The same seed and the same actions gave other numbers.");
        return "";
    }

    public static string SeedsDiffer(EnvironmentSubject subject)
    {
        BrokenRuleException.Unless(!SameBits(Play(subject, seed: 11), Play(subject, seed: 12)), "Two seeds gave the same numbers.");
        return "";
    }

    public static string ResetForgets(EnvironmentSubject subject)
    {
        using BatchTape tape = new(subject.CreateBatch(5), actionSeed: 3);
        tape.Reset(seed: 13);
        float[] first = tape.Play(Steps);
        tape.Reset(seed: 14);
        tape.Play(29);
        tape.Reset(seed: 13);
        BrokenRuleException.Unless(
            SameBits(first, tape.Play(Steps)), "After other episodes, a reset with the same seed gives other numbers.");
        return "";
    }

    /// <summary>The first environments of a larger batch play the same episodes when they are given the same actions.</summary>
    public static string NeighboursDoNotMatter(EnvironmentSubject subject)
    {
        const int few = 3, many = 70;
        using BatchTape small = new(subject.CreateBatch(few), actionSeed: 4), large = new(subject.CreateBatch(many), actionSeed: 5);
        TransitionBuffers wide = new(large.Environment);
        int width = large.Environment.Spec.Observation.ElementCount;
        small.Reset(seed: 15);
        large.Environment.Reset(15, wide.Observations);
        large.Environment.WriteActionMasks(wide.ActionMasks);
        (int[] indices, float[] values) = large.Environment.Spec.Actions.Room(many);
        for (int step = 0; step < Steps; step++)
        {
            BatchActions rest = large.ActionsUnder(wide.ActionMasks), some = small.Actions;
            rest.Indices.CopyTo(indices);
            some.Indices.CopyTo(indices);
            rest.Values.CopyTo(values);
            some.Values.CopyTo(values);
            large.Environment.Step(large.Environment.Spec.Actions.Of(indices, values), wide.View);
            small.Step();
            for (int i = 0; i < few; i++)
            {
                bool same = SameBits(small.Row(i), wide.Observations.AsSpan(i * width, width))
                    && small.View.Rewards[i].Equals(wide.Rewards[i])
                    && small.View.Terminated[i] == wide.Terminated[i] && small.View.Truncated[i] == wide.Truncated[i];
                BrokenRuleException.Unless(
                    same, $"Environment {i} plays otherwise in a batch of {many} than in one of {few} (step {step}).");
            }
        }

        return "";
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
