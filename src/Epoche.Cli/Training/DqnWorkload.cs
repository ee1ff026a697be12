using Epoche.Cli.Progress;
using Epoche.Cli.Recipes;
using Epoche.Cli.Recording;
using Epoche.Cli.Runs;

namespace Epoche.Cli.Training;

/// <summary>Trains and judges agents of <see cref="DqnRecipe"/>.</summary>
internal sealed class DqnWorkload(DqnRecipe recipe) : Workload
{
    private const int CurveEvery = 250, DistributionEvery = 2_500;

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
        DqnAgent agent = new(environment.Spec, recipe.Options);
        AgentTraining training = new(agent, environment);
        using AgentEvaluation? evaluation = recipe.Options.Selection is { } selection ? new(agent, environment, selection) : null;
        TrainingLoop loop = new(training, new()
        {
            Steps = recipe.Steps,
            Until = () => training.Episodes >= recipe.Episodes,
            Evaluable = evaluation,
            EvaluateEvery = evaluation is null ? null : recipe.Options.Selection!.EverySteps,
            ReportEvery = CurveEvery,
            Observers = [new DqnProgress(view, recipe, training), new LoopRecorder(_ => Writer, CurveEvery, DistributionEvery)],
            Checkpoints = session,
        });
        loop.Resume();
        if (recipe.PastGoal)
        {
            loop.ForgetGoal();
        }

        (RunStatus status, string? problem) = Run(loop, cancellation);
        Sequential best = (Sequential)agent.Model.Clone(); // recipes know nothing else
        loop.Best.CopyTo(best.Parameters);
        return new TrainingOutcome
        {
            Model = new NetworkModel(best),
            Status = status,
            Problem = problem,
            Seconds = loop.Seconds,
            EnvSteps = training.Step,
            Updates = training.Updates,
            Judged = loop.Best.Evaluation is { } judged ? ToResult(AgentEvaluation.ReportOf(judged)) : null,
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

    private EpisodeEvaluation ToResult(EvaluationReport report) =>
        new(report.Episodes, report.Mean, report.Deviation, report.Min, report.Max, report.PerfectShare)
        {
            Returns = report.Returns,
            Counted = recipe.Environment.Measure is { } measure ? new(measure.Name, measure.Mean(report)) : null,
        };
}
