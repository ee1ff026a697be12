namespace Epoche;

/// <summary>Where PyTorch has a parameter, and how its numbers become those that are here.</summary>
/// <param name="Names">Its name there; several where they are added up.</param>
/// <param name="Sizes">The shape of each there.</param>
/// <param name="Change">What is done to the numbers, in words; empty: nothing.</param>
/// <param name="Convert">Does it.</param>
/// <param name="Weight">Of a bias: the tensor of the same module that is there in any case.</param>
internal sealed record PyTorchTensor(
    string[] Names, Shape Sizes, string Change, PyTorchTensor.Conversion Convert, string? Weight = null)
{
    /// <summary>Whether a tensor has the shape; axes of one in front do not matter.</summary>
    internal bool Accepts(SafetensorsEntry entry) =>
        entry.HasShape(Sizes) || (entry.Sizes.Count > Sizes.Rank && entry.Sizes[0] == 1 && entry.HasShape(Sizes.Prepend(1)));

    /// <summary>From the numbers there to those here.</summary>
    internal delegate void Conversion(float[][] there, Span<float> here);
}
