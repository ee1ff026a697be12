using Epoche.Cli.Runs;

namespace Epoche.Cli.Training;

/// <summary>Keeps the weights that did best on the validation examples.</summary>
/// <param name="current">The model in training.</param>
/// <param name="classifier">Judges it; null: nothing is judged, and the current weights are the best.</param>
internal sealed class BestModel(Sequential current, Classifier? classifier) : IStateful
{
    private Sequential? _best;

    /// <summary>The best model; the current one while none was judged.</summary>
    public Sequential Model => _best ?? current;

    /// <summary>How the best model did; null while none was judged.</summary>
    public ExampleEvaluation? Judged { get; private set; }

    /// <summary>The latest judgement.</summary>
    public ExampleEvaluation? Latest { get; private set; }

    /// <summary>The step of the latest judgement.</summary>
    public long JudgedAt { get; private set; }

    public int StateVersion => 1;

    /// <summary>Judges the current weights and keeps them where they get more examples right than any before, or as many with a lower loss; once a step.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; nothing is kept of this judgement.</exception>
    public void Judge(long step, CancellationToken cancellation)
    {
        if (classifier is null || JudgedAt == step)
        {
            return;
        }

        Latest = classifier.Judge(cancellation);
        JudgedAt = step;
        if (Judged is null || (Latest.Accuracy, -Latest.Loss).CompareTo((Judged.Accuracy, -Judged.Loss)) > 0)
        {
            Judged = Latest;
            _best ??= current.Clone();
            _best.Parameters.CopyFrom(current.Parameters);
        }
    }

    public void SaveState(StateSaver to)
    {
        to.Write("judged_at", JudgedAt);
        Save(to, "latest", Latest);
        Save(to, "best", Judged);
        if (_best is not null)
        {
            to.Part("best_model", _best.Parameters);
        }
    }

    public void LoadState(StateLoader from)
    {
        JudgedAt = from.Int64("judged_at");
        Latest = Load(from, "latest");
        Judged = Load(from, "best");
        if (from.Has("best_model"))
        {
            _best ??= current.Clone();
            from.Part("best_model", _best.Parameters);
        }
    }

    private static void Save(StateSaver to, string name, ExampleEvaluation? evaluation)
    {
        if (evaluation is not null)
        {
            to.Write<double>(name, [evaluation.Examples, evaluation.Accuracy, evaluation.Loss]);
        }
    }

    private static ExampleEvaluation? Load(StateLoader from, string name)
    {
        if (!from.Has(name))
        {
            return null;
        }

        double[] values = new double[3];
        from.Read<double>(name, values);
        return new((int)values[0], values[1], values[2]);
    }
}
