namespace Epoche;

/// <summary>A data set for classifiers that recipes can name.</summary>
/// <param name="Name">What the key <c>data</c> calls it.</param>
/// <param name="Pictures">
/// How a picture becomes an example; saved with the models that learn from it. Null where an example is a row of a table.
/// </param>
/// <param name="Classes">How many classes there are; 0 where a number is predicted.</param>
/// <param name="TrainExamples">Examples to learn from, validation included.</param>
/// <param name="Load">Reads or makes it.</param>
public sealed record DataSetEntry(string Name, ImageInput? Pictures, int Classes, int TrainExamples, Func<DataSetParts> Load)
{
    /// <summary>What the key <c>data</c> calls it.</summary>
    public string Name { get; init => field = NotNull.Of(value); } = NotNull.Of(Name);

    /// <summary>The shape of one example.</summary>
    public Shape Input => Pictures?.InputShape ?? Row;

    /// <summary>The shape of the image in it, [height, width, channels], for convolutions; that of an example where it is a row.</summary>
    public Shape Image => Pictures is { } picture ? [picture.Height, picture.Width, picture.Channels] : Row;

    /// <summary>The shape of an example that is a row of a table.</summary>
    public Shape Row { get; init; }

    /// <summary>The names of the classes; none where their numbers are their names.</summary>
    public IReadOnlyList<string> Labels { get; init => field = Elements.Of(value); } = [];

    /// <summary>Reads or makes it.</summary>
    public Func<DataSetParts> Load { get; init => field = NotNull.Of(value); } = NotNull.Of(Load);

    /// <summary>Makes it with as many examples to learn from as wanted; null where they are read from files.</summary>
    public Func<int, DataSetParts>? Draw { get; init; }

    /// <summary>What belongs into the file of a model that learned from it.</summary>
    /// <param name="parts">The data, as they were loaded.</param>
    public ModelInfo InfoOf(DataSetParts parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return new() { Image = Pictures, Table = parts.Preparation, Labels = Labels };
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>A data set in memory.</summary>
/// <param name="Training">Makes the examples to learn from when they are first asked for, which an evaluation never does.</param>
/// <param name="Test">To evaluate on.</param>
/// <param name="TestSet">What the latter are, in words.</param>
public sealed record DataSetParts(Lazy<Dataset> Training, Dataset Test, string TestSet)
{
    /// <summary>A data set whose examples are there.</summary>
    /// <param name="train">To learn from, validation included.</param>
    /// <param name="test">To evaluate on.</param>
    /// <param name="testSet">What the latter are, in words.</param>
    public DataSetParts(Dataset train, Dataset test, string testSet)
        : this(
            new Lazy<Dataset>(NotNull.Of(train, nameof(train))), NotNull.Of(test, nameof(test)), NotNull.Of(testSet, nameof(testSet)))
    {
    }

    /// <summary>Makes the examples to learn from when they are first asked for, which an evaluation never does.</summary>
    public Lazy<Dataset> Training { get; init => field = NotNull.Of(value); } = NotNull.Of(Training);

    /// <summary>To evaluate on.</summary>
    public Dataset Test { get; init => field = NotNull.Of(value); } = NotNull.Of(Test);

    /// <summary>What the latter are, in words.</summary>
    public string TestSet { get; init => field = NotNull.Of(value); } = NotNull.Of(TestSet);

    /// <summary>To learn from, validation included.</summary>
    public Dataset Train => Training.Value;

    /// <summary>
    /// Other examples of the distribution that the training examples are from, and what they are: what a calibrated rule promises something
    /// about. Default: the test set.
    /// </summary>
    public (Dataset Examples, string What) InDistribution { get; init; } = (NotNull.Of(Test), NotNull.Of(TestSet));

    /// <summary>
    /// To learn from and to validate on, where the data say which are which; null where a share of <see cref="Train"/> is drawn.
    /// </summary>
    public (Dataset Training, Dataset Validation)? Divided { get; init; }

    /// <summary>How rows became the examples, found in those to learn from; null where they are pictures.</summary>
    public TablePreparation? Preparation { get; init; }

    /// <summary>The examples to learn from and those to validate on.</summary>
    /// <param name="validation">How many of the latter, where a share is drawn.</param>
    /// <param name="seed">Decides which.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="validation"/> is negative or more than there are.</exception>
    public (Dataset Training, Dataset Validation) Divide(int validation, ulong seed) => Divided ?? Train.Split(validation, seed);

    /// <inheritdoc/>
    public override string ToString() => TestSet;
}
