using Epoche.Cli.Runs;

namespace Epoche.Cli;

/// <summary>Results in sentences.</summary>
internal static class ResultReport
{
    /// <summary>What <c>epoche train</c> ends with.</summary>
    public static void Training(TextWriter output, RunResult result)
    {
        if (result.Status == RunStatus.Interrupted)
        {
            output.WriteLine($"Interrupted: the best model so far is kept. 'epoche resume {result.Run}' goes on.");
        }
        else if (result.Problem is not null)
        {
            output.WriteLine($"Stopped: {result.Problem}");
        }

        string steps = result.EnvSteps > 0 ? $"{Format.Count(result.EnvSteps.Value, "environment step")}, " : "";
        string updates = Format.Count(result.Updates ?? 0, "update");
        string trained = Format.Duration(result.TrainSeconds ?? 0), all = Format.Duration(result.WallSeconds);
        output.WriteLine($"{result.Recipe}, seed {result.Seed}: trained {trained} ({steps}{updates}), {all} in all");
        if (result.Evaluation is not null)
        {
            output.WriteLine((result.Status == RunStatus.Complete ? "" : "When it was selected: ") + Sentence(result.Evaluation));
        }

        output.WriteLine($"Run:  {result.Run}");
        if (result.WeightsSha256 is not null)
        {
            output.WriteLine($"Next: epoche eval {result.Run}   judge it again, with seeds of your choice");
            output.WriteLine($"      epoche show {result.Run}   its recipe, model and result");
        }
    }

    /// <summary>An evaluation in one line.</summary>
    public static string Sentence(EvaluationResult evaluation) => evaluation switch
    {
        EpisodeEvaluation e =>
            $"{Format.Count(e.Episodes, "greedy episode")}: return {Format.Score(e.Mean)} ± {Format.Score(e.Std)}"
            + $" (min {Format.Return(e.Min)}, max {Format.Return(e.Max)})"
            + (e.PerfectShare is { } share ? $", {Format.Share(share)} perfect" : "")
            + (e.Counted is { } counted ? $"; {Format.Score(counted.Mean)} {counted.Name}" : ""),
        ExampleEvaluation e => $"{Format.Count(e.Examples, "example")}{(e.Set is { } set ? $" ({set})" : "")}: accuracy {Format.Accuracy(e.Accuracy)}{Refusal(e)}, loss {Format.Small(e.Loss)}",
        _ => throw new ArgumentOutOfRangeException(nameof(evaluation)),
    };

    /// <summary>What a classifier that may refuse answers, and how well.</summary>
    private static string Refusal(ExampleEvaluation e) =>
        e.Measured(ExampleEvaluation.Coverage) is { } coverage && e.Measured(ExampleEvaluation.AnsweredAccuracy) is { } right
            ? $" when forced; {Format.Accuracy(coverage)} answered, {Format.Accuracy(right)} of them right"
            : "";
}
