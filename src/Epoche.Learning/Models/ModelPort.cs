namespace Epoche;

/// <summary>An input or an output of a model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">The shape of one example, without the batch axis.</param>
public sealed record ModelPort(string Name, Shape Shape)
{
    /// <summary>Its name.</summary>
    public string Name { get; init => field = NotNull.Of(value); } = NotNull.Of(Name);

    /// <summary>The shape of one example, without the batch axis.</summary>
    public Shape Shape { get; init; } = Shape;

    /// <summary>Name and shape.</summary>
    public override string ToString() => $"{Name} {Shape}";
}
