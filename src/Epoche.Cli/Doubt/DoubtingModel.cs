using Epoche.Cli.Recipes;
using Epoche.Cli.Runs;
using Epoche.Cli.Training;

namespace Epoche.Cli.Doubt;

/// <summary>What predicts with doubt, and the rule by which it refuses: the folders <c>model</c> and <c>refusal</c> of a run.</summary>
/// <param name="predictive">What predicts.</param>
/// <param name="rule">When it refuses; null where training was interrupted before that was found.</param>
internal sealed class DoubtingModel(Predictive predictive, RefusalRule? rule) : TrainedModel
{
    public Predictive Predictive { get; } = predictive;

    /// <exception cref="CliException">Training was interrupted before it was found.</exception>
    public RefusalRule Rule => rule ?? throw new CliException("The run was interrupted before its rule of refusal was found; 'epoche resume RUN' goes on with it.", ExitCode.Failure);

    public override string WeightsSha256 => PredictiveFile.Hash(Predictive);

    /// <exception cref="CliException">The run has no model yet, or is of another kind.</exception>
    /// <exception cref="DataFormatException">A file is damaged.</exception>
    public static DoubtingModel Load(RunFolder run)
    {
        run.RequireModel();
        return PredictiveFile.IsThere(run.ModelPath)
            ? new DoubtingModel(PredictiveFile.Load(run.ModelPath), ReadRule(run))
            : throw new CliException($"The model of '{run.Path}' is one network, which its recipe does not ask for. Is it the model of another run?", ExitCode.Failure);
    }

    /// <summary>The rule of a run; null where it has none.</summary>
    /// <exception cref="DataFormatException">It is damaged.</exception>
    public static RefusalRule? ReadRule(RunFolder run) => RefusalFile.IsThere(RulePath(run)) ? RefusalFile.Load(RulePath(run)) : null;

    /// <summary>Where the rule of a run is.</summary>
    public static string RulePath(RunFolder run) => Path.Combine(run.Path, "refusal");

    public override void Save(RunFolder run)
    {
        PredictiveFile.Save(Predictive, run.ModelPath);
        if (rule is not null)
        {
            RefusalFile.Save(rule, RulePath(run));
        }
    }

    /// <exception cref="CliException">It is the model of another recipe.</exception>
    public void RequireFits(BayesianRecipe recipe)
    {
        if (Predictive.InputShape != recipe.Data.Input || Predictive.OutputShape != [recipe.Data.Classes])
        {
            throw new CliException(
                $"The model takes {Predictive.InputShape} and gives {Predictive.OutputShape}; {recipe.Data.Name} has examples {recipe.Data.Input} of {recipe.Data.Classes} classes. Is it the model of another run?",
                ExitCode.Failure);
        }
    }
}
