namespace Epoche.Experiments;

/// <summary>Data of your own, read and divided, and what was found in them.</summary>
internal sealed record LoadedData(DataSetParts Parts, FoundData Found)
{
    /// <param name="expected">What the recipe was read with.</param>
    /// <param name="name">What an error calls the data.</param>
    /// <param name="what">What they are: the file, the pictures.</param>
    /// <exception cref="ExperimentException">The data are not what they were then.</exception>
    public DataSetParts Matching(FoundData expected, string name, string what) => Found.IsLike(expected)
        ? Parts
        : throw new ExperimentException(
            $"The data have changed: {name} now gives {Found}; the run was begun with {expected}. "
            + $"Put the old {what} back, or train again.",
            ExperimentProblem.Failure);
}
