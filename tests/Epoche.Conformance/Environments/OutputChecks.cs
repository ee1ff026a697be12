namespace Epoche.Conformance.Simulation;

internal static class OutputChecks
{
    private const int Steps = 1500;

    public static void NumbersAreFinite(EnvironmentSubject subject)
    {
        foreach (int count in (int[])[1, 3, 37])
        {
            using BatchTape tape = new(subject.CreateBatch(count), actionSeed: 1);
            tape.Reset(seed: 1);
            for (int step = 0; step < Steps; step++)
            {
                for (int i = 0; i < count; i++)
                {
                    AreFinite(tape.Row(i), $"observation of environment {i} after step {step}");
                }

                tape.Step();
                AreFinite(tape.View.Rewards, $"reward of step {step}");
                for (int i = 0; i < count; i++)
                {
                    AreFinite(tape.View.Ended(i) ? tape.FinalRow(i) : [], $"final observation of environment {i} after step {step}");
                }
            }
        }
    }

    public static void EpisodesEnd(EnvironmentSubject subject)
    {
        const int count = 7;
        using BatchTape tape = new(subject.CreateBatch(count), actionSeed: 2);
        int limit = tape.Environment.Spec.TimeLimit ?? int.MaxValue;
        int[] elapsed = new int[count];
        tape.Reset(seed: 2);
        for (int step = 0; step < Math.Max(Steps, (2 * Math.Min(limit, 5000)) + 1); step++)
        {
            tape.Step();
            for (int i = 0; i < count; i++)
            {
                elapsed[i]++;
                bool ended = tape.View.Ended(i);
                NonconformityException.Unless(elapsed[i] < limit || tape.View.Truncated[i], $"Environment {i} is at step {elapsed[i]} of an episode with a time limit of {limit} and not truncated.");
                elapsed[i] = ended ? 0 : elapsed[i];
            }
        }
    }

    private static void AreFinite(ReadOnlySpan<float> numbers, string what)
    {
        for (int k = 0; k < numbers.Length; k++)
        {
            if (!float.IsFinite(numbers[k]))
            {
                throw new NonconformityException($"Number {k} of the {what} is {numbers[k]}.");
            }
        }
    }
}
