namespace Epoche;

/// <summary>A recipe that trains a classifier of a data set; it is always evaluated on the whole test set.</summary>
public interface IClassifies
{
    /// <summary>What it learns from.</summary>
    DataSetEntry Data { get; }
}

/// <summary>A recipe that trains a network to predict numbers; it is always evaluated on the whole test set.</summary>
public interface IPredictsNumbers
{
    /// <summary>What it learns from.</summary>
    DataSetEntry Data { get; }
}

/// <summary>A recipe whose classifier can say "I don't know".</summary>
public interface IRefuses : IClassifies
{
    /// <summary>The classifier of a run with its rule.</summary>
    /// <param name="run">A run of this recipe.</param>
    /// <exception cref="RunException">The run has no model.</exception>
    /// <exception cref="ExperimentException">
    /// The model is that of another recipe, or the run has no rule: it was interrupted before that was found.
    /// </exception>
    /// <exception cref="DataFormatException">A file is damaged.</exception>
    RefusingClassifier LoadClassifier(RunFolder run);
}

/// <summary>A recipe whose result is more than one evaluation, and has words of its own.</summary>
public interface IDescribesResults
{
    /// <summary>The result of a run in words; null where it has none.</summary>
    /// <param name="run">A run of this recipe.</param>
    string? ReadDescription(RunFolder run);
}
