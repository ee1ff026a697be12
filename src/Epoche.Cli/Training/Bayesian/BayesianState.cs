using Epoche.Cli.Runs;

namespace Epoche.Cli.Training.Bayesian;

/// <summary>All that the training of a classifier with doubt depends on, and how it was judged last.</summary>
internal sealed class BayesianState(Learner learner) : IStateful
{
    public Learner Learner { get; } = learner;

    /// <summary>The latest judgement on validation examples; null while there is none.</summary>
    public ExampleEvaluation? Judged { get; set; }

    /// <summary>The step of it.</summary>
    public long JudgedAt { get; set; }

    public int StateVersion => 1;

    public void SaveState(StateSaver to)
    {
        to.Part("learner", Learner);
        to.Write("judged_at", JudgedAt);
        if (Judged is { } judged)
        {
            to.Write<double>("judged", [judged.Examples, judged.Accuracy, judged.Loss]);
        }
    }

    public void LoadState(StateLoader from)
    {
        from.Part("learner", Learner);
        JudgedAt = from.Int64("judged_at");
        if (from.Has("judged"))
        {
            double[] values = new double[3];
            from.Read<double>("judged", values);
            Judged = new ExampleEvaluation((int)values[0], values[1], values[2]);
        }
    }
}
