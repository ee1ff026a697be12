using System.Globalization;
using System.Runtime.InteropServices;

namespace Epoche.Simulation;

/// <summary>
/// Whether a factory makes the same environment again. A state holds what happened in an environment, not what its constructor was given:
/// restored into another one it would go on otherwise, in silence.
/// </summary>
internal static class FactoryChecks
{
    private const int Steps = 64, MostEnvironments = 4; // a factory that depends on the order of its calls shows it at once

    /// <summary>Makes the first few environments twice, and plays the same in both.</summary>
    /// <exception cref="InvalidOperationException">They play differently.</exception>
    public static void MakesTheSameAgain<TEnvironment>(EnvironmentSpec spec, Func<int, TEnvironment> create, int count)
        where TEnvironment : IEnvironment
    {
        RandomActions actions = new(spec.Actions, count: 1, Steps, seed: 0);
        for (int i = 0; i < Math.Min(count, MostEnvironments); i++)
        {
            TEnvironment one = create(i), other = create(i);
            string? difference = Difference(spec, ref one, ref other, actions, i);
            (one as IDisposable)?.Dispose();
            (other as IDisposable)?.Dispose();
            if (difference is not null)
            {
                throw new InvalidOperationException(
                    $"{spec.Label}: a saved state could not be restored. The factory made environment {i} twice, and {difference}: what it "
                    + "makes depends on the order of its calls. Let the index alone decide: BatchEnvironment.Of(i => new …, count).");
            }
        }
    }

    /// <summary>The first number whose bits differ; −1 where all are the same.</summary>
    public static int FirstDifference(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        int same = MemoryMarshal.Cast<float, int>(one).CommonPrefixLength(MemoryMarshal.Cast<float, int>(other));
        return same == one.Length ? -1 : same;
    }

    private static string? Difference<TEnvironment>(
        EnvironmentSpec spec, ref TEnvironment one, ref TEnvironment other, RandomActions actions, int index)
        where TEnvironment : IEnvironment
    {
        Rng rng = Rng.Stream(0, "env", index), otherRng = rng;
        float[] seen = new float[spec.Observation.ElementCount], otherSeen = new float[seen.Length];
        bool[] mask = new bool[spec.MaskWidth], otherMask = new bool[spec.MaskWidth];
        bool ended = true;
        for (int step = 0; step < actions.Batches; step++)
        {
            (StepResult result, StepResult otherResult) = (default, default);
            if (ended)
            {
                one.Reset(ref rng, seen);
                other.Reset(ref otherRng, otherSeen);
            }
            else
            {
                EnvironmentAction action = spec.Actions.Row(actions.Under(step, mask), 0);
                result = one.Step(action, ref rng, seen);
                otherResult = other.Step(action, ref otherRng, otherSeen);
            }

            string when = step == 0 ? "after the same reset" : $"after {step} random steps of both";
            if (!result.Equals(otherResult))
            {
                return $"{when} the one gave {result}, the other {otherResult}";
            }

            if (FirstDifference(seen, otherSeen) is >= 0 and int k)
            {
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{when} number {k} of the observation is {seen[k]} in the one and {otherSeen[k]} in the other");
            }

            if (spec.MasksActions)
            {
                one.WriteActionMask(mask);
                other.WriteActionMask(otherMask);
                if (!mask.AsSpan().SequenceEqual(otherMask))
                {
                    return $"{when} the one allows the actions {ActionMask.Text(mask)}, the other {ActionMask.Text(otherMask)}";
                }
            }

            ended = result.Terminated || result.Truncated;
        }

        return null;
    }
}
