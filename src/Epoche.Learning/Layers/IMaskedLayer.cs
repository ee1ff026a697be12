namespace Epoche;

/// <summary>A layer that leaves padding alone where a mask says so.</summary>
internal interface IMaskedLayer
{
    /// <summary>Computes the outputs; the mask is [batch, steps], 0 for padding.</summary>
    Tensor Call(Tensor x, Tensor? mask);
}
