using Epoche.Cli.Progress;
using Epoche.Cli.Recipes;
using Epoche.Cli.Recording;
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

        long first = Math.Max(recipe.Options.WarmUpSteps, recipe.Options.TrainEverySteps);
        if (recipe.Steps < first)
        {
            throw new CliException(
                $"Nothing would be learned: training ends after {Format.Count(recipe.Steps.Value, "step")}, and the first update comes at step {Format.Count(first)} "
                + $"({(first == recipe.Options.WarmUpSteps ? "warm_up_steps" : "train_every_steps")}). Give more steps, or lower that key.");
        }
    }

    public override TrainingOutcome Train(RunSession session, IProgressView view, CancellationToken cancellation)
    {
        using IBatchEnvironment environment = recipe.CreateEnvironment(recipe.Environments);
        // Where episodes limit the training it has to stop right after the last one.
        DqnAgent agent = new(environment.Spec, recipe.Options with { ReportEverySteps = recipe.Episodes is null ? 250 : 1 });
        session.Begin(agent);
        DqnRecorder recorder = new(Writer, recipe, agent);
        agent.Stepped = () =>
        {
            // Where training ends, what is recorded there comes first: a run that is killed in between goes on from a step before, and records it.
            if (!agent.GoalReached && agent.Step < (recipe.Steps ?? long.MaxValue))
            {
                session.SaveIfDue(agent.Step);
            }
        };
        RunStatus status = RunStatus.Complete;
        string? problem = null;
        try
        {
            Run(agent, environment, new DqnProgress(view, recipe, agent), recorder, cancellation);
            if (cancellation.IsCancellationRequested)
            {
                status = RunStatus.Interrupted;
                session.SaveInterrupted(agent.Step);
            }
            else
            {
                recorder.End();
                session.Save(agent.Step);
            }
        }
        catch (NonFiniteException exception)
        {
            (status, problem) = (RunStatus.Failed, exception.Message);
        }

        return new TrainingOutcome
        {
            Model = new NetworkModel((Sequential)agent.Best), // recipes know nothing else
            Status = status,
            Problem = problem,
            Seconds = session.Seconds,
            EnvSteps = agent.Step,
            Updates = agent.Updates,
            Judged = agent.BestEvaluation is { } judged ? ToResult(judged) : null,
        };
    }

    public override EvaluationResult Evaluate(TrainedModel trained, int? episodes, ulong seed, CancellationToken cancellation)
    {
        Sequential model = ((NetworkModel)trained).Network;
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

    private void Run(DqnAgent agent, IBatchEnvironment environment, DqnProgress progress, DqnRecorder recorder, CancellationToken cancellation)
    {
        if (agent.GoalReached && !recipe.PastGoal)
        {
            return; // the checkpoint was the last one, and what followed it was cut off
        }

        long left = agent.Episodes >= recipe.Episodes ? 0 : Math.Max(0, (recipe.Steps ?? long.MaxValue) - agent.Step);
        foreach (TrainingReport report in agent.Train(environment, left, cancellation))
        {
            progress.Report(report);
            recorder.Report(report);
            if (report.Episodes >= recipe.Episodes)
            {
                return;
            }
        }
    }

    private EpisodeEvaluation ToResult(EvaluationReport report) =>
        new(report.Episodes, report.Mean, report.Deviation, report.Min, report.Max, report.PerfectShare)
        {
            Returns = report.Returns,
            Counted = recipe.Environment.Measure is { } measure ? new(measure.Name, measure.Mean(report)) : null,
        };
}
