using System.Globalization;

namespace Epoche.Simulation;

/// <summary>What an environment gives: that it gives something, that all of it is there, and that it is a number.</summary>
internal static class OutputChecks
{
    private const int Steps = 1500;

    public static string Plays(EnvironmentSubject subject)
    {
        EnvironmentSpec spec = subject.Create().Spec;
        using BatchTape tape = new(subject.CreateBatch(3), actionSeed: 1);
        tape.Reset(seed: 1);
        for (int step = 0; step < Steps; step++)
        {
            tape.Step();
        }

        string limit =
            spec.TimeLimit is { } steps ? string.Create(CultureInfo.InvariantCulture, $"at most {steps:N0} steps") : "no time limit";
        string layout = spec.Layout is null ? "" : $" ({spec.Layout})", masks = spec.MasksActions ? " under masks" : "";
        string information = spec.Information.Count == 0 ? "" : $", with {spec.Information}";
        return $"observation {spec.Observation}{layout}, actions {spec.Actions}{masks}, {limit}{information}";
    }

    public static string NumbersAreWritten(EnvironmentSubject subject)
    {
        foreach (int count in (int[])[1, 3, 37])
        {
            using BatchTape tape = new(subject.CreateBatch(count), actionSeed: 1);
            tape.Reset(seed: 1);
            tape.CheckWritten();
            for (int step = 0; step < Steps; step++)
            {
                tape.Step();
                tape.CheckWritten();
            }
        }

        return "";
    }

    public static string StatesAllowAnAction(EnvironmentSubject subject)
    {
        const int count = 37;
        using BatchTape tape = new(subject.CreateBatch(count), actionSeed: 1);
        if (!tape.Environment.Spec.MasksActions)
        {
            return "the spec masks none";
        }

        long allowed = 0;
        tape.Reset(seed: 1);
        for (int step = 0; step < Steps; step++)
        {
            for (int i = 0; i < count; i++)
            {
                BrokenRuleException.Unless(
                    tape.Environment.Spec.Actions.AllowsSome(tape.Mask(i)),
                    $"After {step} steps the state of environment {i} allows no action.");
                allowed += tape.Mask(i).Count(true);
            }

            tape.Step();
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(double)allowed / (Steps * count):0.##} of {tape.Environment.Spec.Actions.Count} actions allowed on average");
    }

    public static string NumbersAreFinite(EnvironmentSubject subject)
    {
        Range observations = new(), rewards = new(), information = new();
        foreach (int count in (int[])[1, 3, 37])
        {
            using BatchTape tape = new(subject.CreateBatch(count), actionSeed: 1);
            tape.Reset(seed: 1);
            for (int step = 0; step < Steps; step++)
            {
                for (int i = 0; i < count; i++)
                {
                    int wrong = observations.Add(tape.Row(i));
                    BrokenRuleException.Unless(
                        wrong < 0,
                        $"Number {wrong} of the observation of environment {i} after {step} steps is {Number(tape.Row(i), wrong)}.");
                }

                tape.Step();
                int odd = information.Add(tape.View.Information), names = tape.Environment.Spec.Information.Count;
                BrokenRuleException.Unless(
                    odd < 0, $"The number '{tape.Environment.Spec.Information[odd % names]}' beside step {step + 1} of environment "
                    + $"{odd / names} is {Number(tape.View.Information, odd)}.");
                int bad = rewards.Add(tape.View.Rewards);
                BrokenRuleException.Unless(
                    bad < 0, $"The reward of environment {bad} for step {step + 1} is {Number(tape.View.Rewards, bad)}.");
                for (int i = 0; i < count; i++)
                {
                    int wrong = tape.View.Ended(i) ? observations.Add(tape.FinalRow(i)) : -1;
                    BrokenRuleException.Unless(
                        wrong < 0, $"Number {wrong} of the last observation of an episode, after {step + 1} steps, "
                            + $"is {Number(tape.FinalRow(i), wrong)}.");
                }
            }
        }

        return $"observations within {observations}, rewards within {rewards}";
    }

    private static float Number(ReadOnlySpan<float> numbers, int index) => index < 0 ? 0 : numbers[index];

    /// <summary>The smallest and the largest number seen.</summary>
    private sealed class Range
    {
        private float _low = float.PositiveInfinity, _high = float.NegativeInfinity;

        /// <summary>Takes numbers in; returns the index of the first that is not finite, −1 where all are.</summary>
        public int Add(ReadOnlySpan<float> numbers)
        {
            for (int k = 0; k < numbers.Length; k++)
            {
                if (!float.IsFinite(numbers[k]))
                {
                    return k;
                }

                _low = Math.Min(_low, numbers[k]);
                _high = Math.Max(_high, numbers[k]);
            }

            return -1;
        }

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"[{_low}, {_high}]");
    }
}
