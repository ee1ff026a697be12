namespace Epoche;

/// <summary>What a model's inputs and outputs mean: what somebody who has only the file must know to use it.</summary>
public sealed record ModelInfo
{
    /// <summary>The names along the last axis of the output: classes, actions. As many as it has, or none.</summary>
    public IReadOnlyList<string> Labels { get; init => field = Elements.Of(value); } = [];

    /// <summary>
    /// What was done to the raw numbers before the model saw them; left as it is where <see cref="Image"/> says how pictures are scaled.
    /// </summary>
    public Preprocessing Preprocessing { get; init => field = value ?? throw new ArgumentNullException(nameof(Preprocessing)); } = new();

    /// <summary>
    /// How a picture becomes the input; null where the input is not a picture, or nobody said. Its shape is that of the model's one input.
    /// </summary>
    public ImageInput? Image { get; init; }

    /// <summary>
    /// How a row of a table becomes the input, and what the output says of it; null where the input is no row, or nobody said. Its shape is
    /// that of the model's one input.
    /// </summary>
    public TablePreparation? Table { get; init; }

    /// <summary>What a model of rows of a table is given: how a row becomes the input, and the names of the classes.</summary>
    /// <param name="preparation">Fitted on the training rows.</param>
    public static ModelInfo Of(TablePreparation preparation)
    {
        ArgumentNullException.ThrowIfNull(preparation);
        return new() { Table = preparation, Labels = preparation.Classes };
    }
}
