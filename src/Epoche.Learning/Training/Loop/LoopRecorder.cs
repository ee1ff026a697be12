namespace Epoche;

/// <summary>Turns reports into curves and distributions; cheap where nothing is due.</summary>
public sealed class LoopRecorder : LoopObserver
{
    private const int SampleBuckets = 30;

    private readonly Func<TrainingLoop, IRunWriter> _open;
    private readonly long _curveEvery;
    private readonly long? _distributionEvery;
    private IRunWriter _writer = NullRunWriter.Instance;
    private long _curve, _recorded = -1, _distribution, _distributed = -1;
    private int _epochs;

    /// <summary>Records nothing yet.</summary>
    /// <param name="open">Gives the writer when the loop begins: what it writes behind depends on the checkpoint that was loaded.</param>
    /// <param name="curveEvery">Steps between two points in the beginning, 1 or more; see <see cref="Cadence"/>.</param>
    /// <param name="distributionEvery">Steps between two distributions, 1 or more; null: at evaluations and epochs.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of steps is not positive.</exception>
    public LoopRecorder(Func<TrainingLoop, IRunWriter> open, long curveEvery, long? distributionEvery = null)
    {
        ArgumentNullException.ThrowIfNull(open);
        CountChecks.AtLeast(1, curveEvery);
        CountChecks.AtLeast(1, distributionEvery ?? 1, nameof(distributionEvery));
        (_open, _curveEvery, _distributionEvery) = (open, curveEvery, distributionEvery);
    }

    /// <summary>Whether curves get a point where training ends, wherever that is. Default true.</summary>
    public bool RecordsEnd { get; init; } = true;

    /// <inheritdoc/>
    public override void OnBegin(TrainingLoop loop)
    {
        ArgumentNullException.ThrowIfNull(loop);
        (_writer, _epochs) = (_open(loop), loop.Training.Epochs);
        _curve = _recorded = _distribution = loop.ReportedStep;
    }

    /// <inheritdoc/>
    public override void OnReport(TrainingLoop loop, LoopReport report)
    {
        ArgumentNullException.ThrowIfNull(loop);
        ArgumentNullException.ThrowIfNull(report);
        if (_writer is NullRunWriter)
        {
            return;
        }

        bool curves = Cadence.PassesThinned(_curve, report.Step, _curveEvery) || (RecordsEnd && report.IsLast && _recorded != report.Step);
        _curve = report.Step;
        if (curves)
        {
            _recorded = report.Step;
            Curves(report);
        }

        if (report is { IsEvaluated: true, Evaluation: { } evaluation })
        {
            Evaluation(report.Step, evaluation);
        }

        bool distributions = report.IsLast || (_distributionEvery is { } every
            ? Cadence.PassesThinned(_distribution, report.Step, every)
            : report.IsEvaluated || report.Epochs > _epochs);
        (_distribution, _epochs) = (report.Step, report.Epochs);
        if (distributions && report.Updates > 0 && _distributed != report.Step)
        {
            _distributed = report.Step;
            Distributions(loop.Training);
        }
    }

    private void Curves(LoopReport report)
    {
        foreach (MetricValue measurement in report.Measurements)
        {
            Scalar(measurement, report.Step);
        }

        if (report.Updates > 0) // random steps before the first update are so fast that nothing else could be seen beside them
        {
            Scalar(new(RunTags.StepsPerSecond, report.Step == report.Updates ? double.NaN : report.StepsPerSecond), report.Step);
            Scalar(new(RunTags.UpdatesPerSecond, report.UpdatesPerSecond), report.Step);
        }
    }

    private void Evaluation(long step, LoopEvaluation evaluation)
    {
        foreach (MetricValue measurement in evaluation.Measurements)
        {
            Scalar(measurement, step);
        }

        if (evaluation.Samples.Count > 0)
        {
            _writer.Histogram(evaluation.SamplesName, step, [.. evaluation.Samples.Select(sample => (float)sample)], SampleBuckets);
        }
    }

    private void Distributions(ITraining training)
    {
        foreach ((string scope, ParameterSlab slab) in training.Weights)
        {
            foreach (ParameterInfo entry in slab.Entries.Where(entry => entry.Kind == ParameterKind.Parameter))
            {
                _writer.Histogram($"weights/{scope}{entry.Name}", training.Step, slab.Values.Slice(entry.Offset, entry.Shape.ElementCount));
            }
        }

        training.ReportDistributions(_writer);
    }

    // Before the first episode has ended, or the first update was made, there is nothing to tell.
    private void Scalar(MetricValue measurement, long step)
    {
        if (!double.IsNaN(measurement.Value))
        {
            _writer.Scalar(measurement.Name, step, measurement.Value);
        }
    }
}
