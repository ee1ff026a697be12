
namespace Epoche.Cli.Words;

/// <summary>Results in sentences.</summary>
internal static class ResultReport
{
    /// <summary>What <c>epoche train</c> ends with.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="recipe">What was trained; null where this version cannot read it.</param>
    /// <param name="result">How it ended.</param>
    /// <param name="wall">How long the call took, in words; null where the result is read from a file.</param>
    public static void Training(ShownWriter output, Recipe? recipe, RunResult result, string? wall = null)
    {
        if (result.Status == RunStatus.Interrupted)
        {
            string kept = result.WeightsSha256 is null ? "Interrupted." : "Interrupted: the best model so far is kept.";
            output.WriteLine($"{kept} 'epoche resume {result.Run}' resumes it.");
        }
        else if (result.Problem is not null)
        {
            output.WriteLine($"Stopped: {result.Problem}");
        }

        string steps = result.EnvSteps > 0 ? $"{Format.Count(result.EnvSteps.Value, "environment step")}, " : "";
        string updates = Format.Count(result.Updates ?? 0, "update");
        output.WriteLine($"{result.Recipe}, seed {result.Seed}: trained {Format.Duration(result.TrainSeconds ?? 0)} "
            + $"({steps}{updates}){(wall is null ? "" : $", {wall}")}");
        if (result is { Status: RunStatus.Complete, Updates: 0 })
        {
            output.WriteLine(
                "Warning: there was no update, so nothing was learned. Train for longer, or begin to learn earlier (warm_up_steps).");
        }

        if (result.Evaluation is not null)
        {
            output.WriteLine($"{(result.Status == RunStatus.Complete ? "" : "When it was selected: ")}{Sentence(result.Evaluation)}");
        }

        output.WriteLine($"Run:  {result.Run}");
        IReadOnlyList<(string Command, string Purpose)> next = NextSteps.After(recipe, result);
        int width = next.Max(step => step.Command.Length);
        for (int i = 0; i < next.Count; i++)
        {
            output.WriteLine($"{(i == 0 ? "Next:" : "     ")} {next[i].Command.PadRight(width)}   {next[i].Purpose}");
        }
    }

    /// <summary>A result that has words of its own.</summary>
    public static void Description(ShownWriter output, ExperimentRun run, string description)
    {
        string path = run.Folder.Path;
        output.WriteLine();
        output.Write(Shown.Lines(description));
        output.WriteLine();
        output.WriteLine($"Run:  {path}   train.csv, test.csv, report.html; tensorboard --logdir {path}");
    }

    /// <summary>One of several runs in a line.</summary>
    public static string Line(string title, ExperimentRun run) => Shown.Text(run.Result switch
    {
        { Status: RunStatus.Complete } complete =>
            $"{title}: {(complete.Evaluation is { } evaluation ? Sentence(evaluation) : "complete")}{(run.IsFound ? " (was there)" : "")}",
        { Problem: { } problem } => $"{title}: {problem}",
        _ => $"{title}: interrupted; the same command resumes it",
    });

    /// <summary>An evaluation in one line.</summary>
    public static string Sentence(EvaluationResult evaluation) => Shown.Text(evaluation switch
    {
        EpisodeEvaluation e =>
            $"{Episodes(e)}: return {Format.Spread(e.Mean, e.Std)}"
            + $" (min {Format.Return(e.Min)}, max {Format.Return(e.Max)})"
            + (e.PerfectShare is { } share ? $", {Format.Share(share)} perfect" : "")
            + (e.Counted is { } counted ? $"; {Format.Score(counted.Mean)} {counted.Name}" : "")
            + (e.Random is { } random ? $"; random policy {Format.Score(random.Mean)}" : ""),
        ExampleEvaluation e =>
            $"{Format.Count(e.Examples, "example")}{(e.Set is { } set ? $" ({set})" : "")}: "
            + $"accuracy {Format.Accuracy(e.Accuracy)}{Refusal(e)}, loss {Format.Small(e.Loss)}",
        NumberEvaluation e =>
            $"{Format.Count(e.Examples, "example")}{(e.Set is { } set ? $" ({set})" : "")}: "
            + $"mean error {Format.Small(e.MeanAbsoluteError)}, "
            + $"RMSE {Format.Small(e.RootMeanSquaredError)}, R² {Format.Small(e.RSquared)}{Intervals(e)}",
        _ => throw new ArgumentOutOfRangeException(nameof(evaluation)),
    });

    private static string Episodes(EpisodeEvaluation e) => e.RandomActions is { } random
        ? $"{Format.Count(e.Episodes, "episode")} with {Format.Share(random)} of the actions at random"
        : Format.Count(e.Episodes, "greedy episode");

    private static string Intervals(NumberEvaluation e) =>
        e.Measured(NumberEvaluation.IntervalCoverage) is { } coverage && e.Measured(NumberEvaluation.IntervalWidth) is { } width
            ? $"; {Format.Accuracy(coverage)} in their intervals, {Format.Small(width)} wide on average"
            : "";

    /// <summary>What a classifier that may refuse answers, and how well.</summary>
    private static string Refusal(ExampleEvaluation e) =>
        e.Measured(ExampleEvaluation.Coverage) is { } coverage && e.Measured(ExampleEvaluation.AnsweredAccuracy) is { } right
            ? $" when forced; {Format.Accuracy(coverage)} answered, {Format.Accuracy(right)} of them right"
            : "";
}
