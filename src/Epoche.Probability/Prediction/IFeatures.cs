namespace Epoche;

/// <summary>What shows the features that its answers rest on: inputs unlike those of the training lie far from theirs there.</summary>
public interface IFeatures
{
    /// <summary>The last hidden layer's outputs, the same in every call.</summary>
    /// <param name="x">[batch, input…].</param>
    /// <returns>[batch, features], on the heap.</returns>
    Tensor Features(Tensor x);
}
