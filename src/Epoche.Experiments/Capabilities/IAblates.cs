namespace Epoche.Experiments;

/// <summary>A recipe whose run can be asked and calibrated with other settings than those that it was trained with.</summary>
internal interface IAblates : IRefuses
{
    /// <summary>Whether its network is trained by variational inference.</summary>
    bool IsVariational { get; }

    /// <summary>Passes over the examples.</summary>
    int Epochs { get; }

    /// <summary>Networks drawn for an answer.</summary>
    int Samples { get; }

    /// <summary>What it learns from.</summary>
    DataSetParts Parts { get; }

    /// <summary>The classifier of a run as this recipe asks it, with the rule that it finds.</summary>
    /// <param name="run">A run of this recipe, or of one that differs in prediction and refusal alone.</param>
    /// <param name="examples">The examples that both were trained on, those held out included.</param>
    RefusingClassifier Recalibrate(RunFolder run, Dataset examples);
}
