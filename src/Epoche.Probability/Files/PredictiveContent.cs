namespace Epoche;

/// <summary>A tensor that a predictive's file holds.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Slab">Where its numbers are.</param>
/// <param name="Entry">Which of them.</param>
internal readonly record struct SavedTensor(string Name, ParameterSlab Slab, ParameterInfo Entry)
{
    internal ReadOnlySpan<float> Values => Slab.Values.Slice(Entry.Offset, Entry.Shape.ElementCount);
}

/// <summary>What a predictive's file holds beside its description.</summary>
/// <param name="Kind">The kind, as the file names it.</param>
/// <param name="Tensors">The tensors, in the order of the file.</param>
internal sealed record PredictiveContent(string Kind, IReadOnlyList<SavedTensor> Tensors);
