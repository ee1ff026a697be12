using System.Runtime.InteropServices;

namespace Epoche;

/// <summary>
/// The area under the receiver operating characteristic: the probability that a random example of the class gets a higher probability of it
/// than a random other one (equal ones count half; Hanley and McNeil 1982). For more than two classes the mean of one against the rest over
/// the classes that have examples on both sides. NaN where no class has. Keeps a number for each example and class.
/// </summary>
/// <remarks>
/// Logits are compared as their exact probabilities are: neither those that float32 rounds to 0 or 1 are taken for
/// equal, nor equal ones for different.
/// </remarks>
/// <param name="outputs">What the model gives.</param>
public sealed class RocAuc(ClassOutputs outputs = ClassOutputs.Logits) : ClassMetric(outputs, ClassScores.Ordered)
{
    private readonly List<int> _labels = [];
    private List<double>[] _scores = [];
    private double[] _order = [];

    /// <inheritdoc/>
    public override string Name => "roc_auc";

    private protected override void Add(ReadOnlySpan<float> scores, int label, bool isSingle)
    {
        if (_scores.Length == 0)
        {
            _scores = [.. Enumerable.Range(0, scores.Length).Select(_ => new List<double>())];
            _order = new double[scores.Length];
        }
        else if (_scores.Length != scores.Length)
        {
            throw new ArgumentException(
                $"There are {_scores.Length} classes since the first batch; this one has {scores.Length}.", nameof(scores));
        }

        LogOdds.Order(scores, Outputs, _order);
        for (int i = 0; i < scores.Length; i++)
        {
            _scores[i].Add(_order[i]);
        }

        _labels.Add(label);
    }

    private protected override void Clear()
    {
        _labels.Clear();
        _scores = [];
    }

    private protected override double Compute()
    {
        if (_scores.Length == 2)
        {
            return OneAgainstRest(1);
        }

        double[] areas = [.. Enumerable.Range(0, _scores.Length).Select(OneAgainstRest).Where(area => !double.IsNaN(area))];
        return areas.Length == 0 ? double.NaN : areas.Sum() / areas.Length;
    }

    /// <summary>By the sum of the ranks of the class's examples; equal scores share the mean of their ranks.</summary>
    private double OneAgainstRest(int label)
    {
        double[] scores = CollectionsMarshal.AsSpan(_scores[label]).ToArray();
        bool[] isOfClass = [.. _labels.Select(l => l == label)];
        Array.Sort(scores, isOfClass);
        double ranks = 0;
        long inside = 0;
        for (int first = 0, next; first < scores.Length; first = next)
        {
            int equal = 0;
            for (next = first; next < scores.Length && scores[next] == scores[first]; next++)
            {
                equal += isOfClass[next] ? 1 : 0;
            }

            ranks += equal * ((first + 1 + next) / 2.0);
            inside += equal;
        }

        long outside = scores.Length - inside;
        return inside == 0 || outside == 0 ? double.NaN : (ranks - (inside * (inside + 1) / 2.0)) / ((double)inside * outside);
    }
}
