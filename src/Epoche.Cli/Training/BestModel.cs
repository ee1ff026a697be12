using Epoche.Cli.Runs;

namespace Epoche.Cli.Training;

/// <summary>Keeps the weights that did best on the validation examples.</summary>
/// <param name="current">The model in training.</param>
/// <param name="classifier">Judges it; null: nothing is judged, and the current weights are the best.</param>
internal sealed class BestModel(Sequential current, Classifier? classifier)
{
    private Sequential? _best;

    /// <summary>The best model; the current one while none was judged.</summary>
    public Sequential Model => _best ?? current;

    /// <summary>How the best model did; null while none was judged.</summary>
    public ExampleEvaluation? Judged { get; private set; }

    /// <summary>The latest judgement.</summary>
    public ExampleEvaluation? Latest { get; private set; }

    /// <summary>Judges the current weights and keeps them where they get more examples right than any before, or as many with a lower loss.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; nothing is kept of this judgement.</exception>
    public void Judge(CancellationToken cancellation)
    {
        if (classifier is null)
        {
            return;
        }

        Latest = classifier.Judge(cancellation);
        if (Judged is null || (Latest.Accuracy, -Latest.Loss).CompareTo((Judged.Accuracy, -Judged.Loss)) > 0)
        {
            Judged = Latest;
            _best ??= current.Clone();
            _best.Parameters.CopyFrom(current.Parameters);
        }
    }
}
