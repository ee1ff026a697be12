namespace Epoche;

/// <summary>A data set for classifiers that recipes can name.</summary>
/// <param name="Name">What the key <c>data</c> calls it.</param>
/// <param name="Pictures">How a picture becomes an example; saved with the models that learn from it.</param>
/// <param name="Classes">How many classes there are.</param>
/// <param name="TrainExamples">Examples to learn from, validation included.</param>
/// <param name="Load">Reads or makes it.</param>
public sealed record DataSetEntry(string Name, ImageInput Pictures, int Classes, int TrainExamples, Func<DataSetParts> Load)
{
    /// <summary>What the key <c>data</c> calls it.</summary>
    public string Name { get; init => field = NotNull.Of(value); } = NotNull.Of(Name);

    /// <summary>How a picture becomes an example; saved with the models that learn from it.</summary>
    public ImageInput Pictures { get; init => field = NotNull.Of(value); } = NotNull.Of(Pictures);

    /// <summary>The shape of one example.</summary>
    public Shape Input => Pictures.InputShape;

    /// <summary>The shape of the image in it, [height, width, channels], for convolutions.</summary>
    public Shape Image => [Pictures.Height, Pictures.Width, Pictures.Channels];

    /// <summary>Reads or makes it.</summary>
    public Func<DataSetParts> Load { get; init => field = NotNull.Of(value); } = NotNull.Of(Load);

    /// <summary>Makes it with as many examples to learn from as wanted; null where they are read from files.</summary>
    public Func<int, DataSetParts>? Draw { get; init; }

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

    /// <inheritdoc/>
    public override string ToString() => TestSet;
}
