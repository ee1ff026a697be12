namespace Epoche.Experiments;

/// <summary>What predicts with doubt, and the rule by which it refuses.</summary>
/// <param name="Predictive">What predicts.</param>
/// <param name="Rule">When it refuses; null where training was interrupted before that was found.</param>
internal sealed record RefusingModel(Predictive Predictive, RefusalRule? Rule);

/// <summary>The folders <c>model</c> and <c>refusal</c> of a run.</summary>
internal sealed class RefusingModelStore : IModelStore<RefusingModel>
{
    public static RefusingModelStore Instance { get; } = new();

    public void Save(RefusingModel model, RunFolder run)
    {
        PredictiveFile.Save(model.Predictive, run.ModelPath);
        if (model.Rule is not null)
        {
            RefusalFile.Save(model.Rule, RefusingClassifier.RulePath(run));
        }
    }

    /// <exception cref="ExperimentException">The model is one network.</exception>
    public RefusingModel Load(RunFolder run)
    {
        run.RequireModel();
        return PredictiveFile.Exists(run.ModelPath)
            ? new RefusingModel(PredictiveFile.Load(run.ModelPath), RefusingClassifier.ReadRule(run)?.Rule)
            : throw new ExperimentException(
                $"The model of '{run.Path}' is one network, which its recipe does not ask for. Is it the model of another run?",
                ExperimentProblem.Failure);
    }

    public string Hash(RefusingModel model) => PredictiveFile.Hash(model.Predictive);
}
