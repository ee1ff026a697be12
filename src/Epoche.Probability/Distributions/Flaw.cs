namespace Epoche;

/// <summary>A parameter of a distribution outside of its range.</summary>
internal readonly record struct Flaw(string Parameter, Tensor Tensor, int Element, float Value, string Expected)
{
    private const string Key = "Epoche.Flaw";

    public string Describe(string distribution) =>
        $"{distribution}: expected {Expected} for the {Parameter}; received "
        + $"{Value}{(Tensor.Count == 1 ? string.Empty : $" at element {Element} of {Tensor.Shape}")}.";

    /// <summary>
    /// How a distribution refuses it. A program that catches the exception finds the flaw, and can say which of its own parameters it is.
    /// </summary>
    public ArgumentException Refuse(string distribution) => new(Describe(distribution)) { Data = { [Key] = this } };

    /// <summary>The flaw that an exception is about.</summary>
    public static Flaw? Of(ArgumentException exception) => exception.Data[Key] as Flaw?;
}
