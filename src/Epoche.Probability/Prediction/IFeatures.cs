namespace Epoche;

/// <summary>What shows the inner representation that it predicts from: where feature distances are measured.</summary>
public interface IFeatures
{
    /// <summary>The values of the last hidden layer.</summary>
    /// <param name="x">[batch, input…].</param>
    /// <returns>[batch, features], on the heap.</returns>
    Tensor Features(Tensor x);
}
