namespace Epoche.Simulation;

/// <summary>The spec, and what it promises of the numbers.</summary>
internal static class SpecChecks
{
    private const int Count = 7, Steps = 1500;

    public static string IsComplete(EnvironmentSubject subject)
    {
        EnvironmentSpec spec = subject.Create().Spec;
        BrokenRuleException.Unless(spec.Name.Length > 0, "The spec has no name.");
        BrokenRuleException.Unless(spec.Observation.ElementCount > 0, $"The observation's shape {spec.Observation} holds no number.");
        BrokenRuleException.Unless(
            spec.TimeLimit is null or > 0, $"The time limit is {spec.TimeLimit}; a limit is positive, null for none.");
        BrokenRuleException.Unless(spec.Problem is null, $"In its spec {spec.Problem}");
        BrokenRuleException.Unless(
            spec.PixelSteps is null or (>= 1 and <= 255), $"PixelSteps is {spec.PixelSteps}; it must be from 1 to 255, or null.");
        BrokenRuleException.Unless(
            spec.Frames >= 1 && (spec.Frames == 1 || spec.Observation[-1] % spec.Frames == 0),
            $"Frames is {spec.Frames}; the last axis of {spec.Observation} cannot hold as many.");
        BrokenRuleException.Unless(
            !(spec.SolvedAt > spec.BestReturn),
            $"It counts as solved from a return of {spec.SolvedAt} on, above the best possible return of {spec.BestReturn}.");
        EnvironmentSpec again = subject.Create().Spec;
        BrokenRuleException.Unless(spec == again, $"Two environments differ in their specs: {spec} and {again}.");
        using IBatchEnvironment batch = subject.CreateBatch(3), other = batch.WithCount(5);
        BrokenRuleException.Unless(
            batch.Spec == Shared(subject, 3), $"The batch form has the spec {batch.Spec}, the scalar form {Shared(subject, 3)}.");
        BrokenRuleException.Unless(batch.Count == 3, $"A batch of 3 has the count {batch.Count}.");
        BrokenRuleException.Unless(
            other.Count == 5 && other.Spec == Shared(subject, 5), "WithCount(5) makes a batch of another count or spec.");
        return "";
    }

    /// <summary>That of the only kind of environment, or what those of a batch agree in.</summary>
    private static EnvironmentSpec Shared(EnvironmentSubject subject, int count) =>
        SharedSpec.Of([.. Enumerable.Range(0, count).Select(i => subject.CreateAt(i).Spec)]);

    public static string NumbersKeepToIt(EnvironmentSubject subject)
    {
        using BatchTape tape = new(subject.CreateBatch(Count), actionSeed: 10);
        EnvironmentSpec spec = tape.Environment.Spec;
        double[] returns = new double[Count];
        tape.Reset(seed: 10);
        ArePixels(spec, tape.Observations);
        AreOfTheLayout(spec, tape.Observations);
        for (int step = 0; step < Steps; step++)
        {
            tape.Step();
            ArePixels(spec, tape.Observations);
            AreOfTheLayout(spec, tape.Observations);
            for (int i = 0; i < Count; i++)
            {
                returns[i] += tape.View.Rewards[i];
                if (tape.View.Ended(i))
                {
                    AreOfTheLayout(spec, tape.FinalRow(i));
                    BrokenRuleException.Unless(
                        !PerfectReturn.IsExceeded(returns[i], spec.BestReturn),
                        $"An episode returned {returns[i]}, more than the spec's BestReturn of {spec.BestReturn}.");
                    returns[i] = 0;
                }
            }
        }

        return "";
    }

    private static void ArePixels(EnvironmentSpec spec, ReadOnlySpan<float> numbers)
    {
        if (spec.PixelSteps is not { } steps)
        {
            return;
        }

        foreach (float number in numbers)
        {
            float level = MathF.Round(number * steps);
            BrokenRuleException.Unless(
                level is >= 0 and <= 255 && number == level / steps,
                $"A pixel is {number}, which is no k/{steps} with a whole k from 0 to 255, though PixelSteps is {steps}.");
        }
    }

    private static void AreOfTheLayout(EnvironmentSpec spec, ReadOnlySpan<float> observations)
    {
        int width = spec.Observation.ElementCount;
        for (int row = 0; spec.Layout is { } layout && row < observations.Length; row += width)
        {
            for (int i = 0; i < layout.Count; i++)
            {
                ObservationPart part = layout[i];
                ReadOnlySpan<float> numbers = layout.Slice(i, observations.Slice(row, width));
                if (part.Kind == ObservationKind.Index)
                {
                    foreach (float number in numbers)
                    {
                        BrokenRuleException.Unless(
                            number >= 0 && number < part.Values && number == MathF.Floor(number), $"'{part.Name}' is {number}; by its "
                            + $"layout it is a whole number from 0 to {part.Values - 1}.");
                    }
                }

                for (int one = 0; part.Kind == ObservationKind.OneHot && one < numbers.Length; one += part.Values)
                {
                    ReadOnlySpan<float> values = numbers.Slice(one, part.Values);
                    BrokenRuleException.Unless(
                        values.Count(1f) == 1 && values.Count(0f) == part.Values - 1,
                        $"'{part.Name}' is no row of 0 with one 1, which it is by its layout.");
                }
            }
        }
    }
}
