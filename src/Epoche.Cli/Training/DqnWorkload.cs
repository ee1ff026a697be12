using System.Diagnostics;
using Epoche.Cli.Progress;
using Epoche.Cli.Recipes;
using Epoche.Cli.Runs;

namespace Epoche.Cli.Training;

/// <summary>Trains and judges agents of <see cref="DqnRecipe"/>.</summary>
internal sealed class DqnWorkload(DqnRecipe recipe) : Workload
{
    public override void Prepare()
    {
        try
        {
            recipe.Options.Validate(recipe.Spec);
        }
        catch (ArgumentException exception)
        {
            throw new CliException(Failure.MessageOf(exception));
        }
    }

    public override TrainingOutcome Train(IProgressView view, CancellationToken cancellation)
    {
        using IBatchEnvironment environment = recipe.CreateEnvironment(recipe.Environments);
        Stopwatch watch = Stopwatch.StartNew();
        // Where episodes limit the training it has to stop right after the last one.
        DqnAgent agent = new(environment.Spec, recipe.Options with { ReportEverySteps = recipe.Episodes is null ? 250 : 1 });
        DqnProgress progress = new(view, recipe);
        EvaluationReport? judged = null;
        RunStatus status = RunStatus.Complete;
        string? problem = null;
        try
        {
            foreach (TrainingReport report in agent.Train(environment, recipe.Steps ?? long.MaxValue, cancellation))
            {
                judged = report.IsBest ? report.Evaluation : judged;
                progress.Report(report);
                if (report.Episodes >= recipe.Episodes)
                {
                    break;
                }
            }
        }
        catch (NonFiniteException exception)
        {
            (status, problem) = (RunStatus.Failed, exception.Message);
        }

        return new TrainingOutcome
        {
            Model = agent.Best,
            Status = cancellation.IsCancellationRequested ? RunStatus.Interrupted : status,
            Problem = problem,
            Seconds = watch.Elapsed.TotalSeconds,
            EnvSteps = agent.Step,
            Updates = agent.Updates,
            Judged = judged is null ? null : ToResult(judged),
        };
    }

    public override EvaluationResult Evaluate(Sequential model, int? episodes, ulong seed, CancellationToken cancellation)
    {
        EnvironmentSpec spec = recipe.Spec;
        if (model.InputShape != spec.Observation || model.OutputShape != [spec.Actions.Count])
        {
            throw new CliException(
                $"The model takes {model.InputShape} and gives {model.OutputShape}; {spec.Name} shows {spec.Observation} "
                + $"and expects one value for each of {spec.Actions.Count} actions. Is it the model of another run?",
                ExitCode.Failure);
        }

        using IBatchEnvironment environment = recipe.CreateEnvironment(1);
        using Evaluator evaluator = new(environment);
        return ToResult(evaluator.Run(new GreedyPolicy(model), episodes ?? recipe.FinalEpisodes, seed, cancellation));
    }

    private EpisodeEvaluation ToResult(EvaluationReport report) =>
        new(report.Episodes, report.Mean, report.Deviation, report.Min, report.Max, report.PerfectShare)
        {
            Counted = recipe.Environment.Measure is { } measure ? new(measure.Name, measure.Mean(report)) : null,
        };
}
