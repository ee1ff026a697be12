namespace Epoche.Cli.Words;

/// <summary>Runs over seeds, for people: sweeps and comparisons.</summary>
internal static class SeedTable
{
    /// <summary>What a sweep came to.</summary>
    public static void Print(ShownWriter output, SweepResult result)
    {
        IReadOnlyList<SweepGroup> groups = result.Groups;
        if (groups.Count > 0)
        {
            string measure = groups[0].Runs[0].Measure!;
            WriteLines(output, TextTable.Lines(
            [
                ["group", .. Headings(measure)],
                .. groups.Select(group => (string[])[group.Label, .. Cells(measure, group.Summary)]),
            ]));
            foreach (SweepGroup group in groups)
            {
                output.WriteLine(Seeds(measure, group.Label, group.Runs.Select(run => (run.Seed, run.Value!.Value))));
            }

            Random(output, groups[0].Runs[0].Random);
        }

        foreach (SweepRun failed in result.Runs.Where(run => run.Status == SweepRunStatus.Failed))
        {
            output.WriteLine($"Failed: {failed.Name}: {failed.Problem}");
        }

        int complete = result.Runs.Count(run => run.Status == SweepRunStatus.Complete);
        if (result.Runs.Any(run => run.Status is not (SweepRunStatus.Complete or SweepRunStatus.Failed)))
        {
            output.WriteLine($"{complete} of {Format.Count(result.Runs.Count, "run")} complete; the same command continues.");
        }

        output.WriteLine($"Sweep: {result.Sweep}   {SweepResult.FileName}{(groups.Count > 0 ? ", sweep.svg, report.html" : "")}");
        if (complete > 1)
        {
            output.WriteLine($"Next:  epoche compare {result.Sweep}   all on the same episodes, in pairs");
        }
    }

    /// <summary>What a comparison came to.</summary>
    public static void Print(ShownWriter output, RunComparison comparison)
    {
        string measure = comparison.Measure;
        output.WriteLine(measure == "return"
            ? $"{comparison.Subject}: greedy return, the same {Format.Count(comparison.Options.Episodes, "episode")} for all"
            : $"{comparison.Subject}: accuracy on the test set");
        WriteLines(output, TextTable.Lines(
        [
            ["group", .. Headings(measure), "difference", "its interval", "P(better)", "its interval"],
            .. comparison.Groups.Select(group => (string[])
            [
                group.Label, .. Cells(measure, group.Summary), .. Cells(measure, group.Difference),
            ]),
        ]));
        foreach (ComparisonGroup group in comparison.Groups)
        {
            output.WriteLine(Seeds(measure, group.Label, group.Runs.Select(run => (run.Seed, run.Value))));
        }

        Random(output, comparison.Random);
        if (comparison.Groups.Select(group => group.Difference).OfType<GroupDifference>().Select(d => d.Pairing).Distinct().ToArray() is
            { Length: > 0 } pairings)
        {
            output.WriteLine($"Differences are from {comparison.Groups[0].Label}, {string.Join("; ", pairings.Select(Words))}.");
        }
    }

    /// <summary>A run of a sweep that has ended.</summary>
    public static string Line(SweepRun run) => Shown.Text(run switch
    {
        { Value: { } value } => $"{run.Name}: {run.Measure} {Value(run.Measure!, value)}",
        { Problem: { } problem } => $"{run.Name}: {problem}",
        _ => $"{run.Name}: {run.Status.ToString().ToLowerInvariant()}",
    });

    private static string[] Headings(string measure) => ["seeds", $"mean {measure}", "median", "IQM", "95% interval"];

    private static string[] Cells(string measure, SeedSummary summary) =>
    [
        Format.Count(summary.Values.Count), Value(measure, summary.Mean), Value(measure, summary.Median),
        Value(measure, summary.InterquartileMean), Interval(measure, summary.Interval),
    ];

    private static string[] Cells(string measure, GroupDifference? difference) => difference is null
        ? ["", "", "", ""]
        :
        [
            Value(measure, difference.Mean), Interval(measure, difference.Interval), Probability(difference.Probability),
            difference.ProbabilityInterval is { } ends ? $"{Probability(ends.Low)} to {Probability(ends.High)}" : "–",
        ];

    private static string Seeds(string measure, string label, IEnumerable<(ulong Seed, double Value)> runs) =>
        $"{label}, by seed: {string.Join(", ", runs.OrderBy(run => run.Seed).Select(run => $"{run.Seed}: {Value(measure, run.Value)}"))}";

    private static void Random(ShownWriter output, RandomReturn? random)
    {
        if (random is not null)
        {
            output.WriteLine($"Random policy: return {Format.Score(random.Mean)} over {Format.Count(random.Episodes, "episode")}");
        }
    }

    private static void WriteLines(ShownWriter output, IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            output.WriteLine(line);
        }
    }

    private static string Words(DifferencePairing pairing) => pairing switch
    {
        DifferencePairing.Seeds => "in pairs of the same seed, with intervals over seeds",
        DifferencePairing.Episodes => "of one run to one, in pairs of the same episode, with intervals over episodes",
        _ => "not in pairs, as there is no other run of each seed",
    };

    private static string Value(string measure, double value) => measure == "accuracy" ? Format.Accuracy(value) : Format.Score(value);

    private static string Interval(string measure, ConfidenceInterval? interval) =>
        interval is { } ends ? $"{Value(measure, ends.Low)} to {Value(measure, ends.High)}" : "–";

    private static string Probability(double value) => value.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture);
}
