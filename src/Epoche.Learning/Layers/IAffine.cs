namespace Epoche;

/// <summary>
/// A layer that gives activation(kernel·x + bias), whatever the product is: affine in the input, and in kernel and bias together.
/// </summary>
internal interface IAffine
{
    /// <summary>The kernel; its last axis is the output.</summary>
    Parameter Kernel { get; }

    /// <summary>The bias [out]; none, where the layer does without.</summary>
    Parameter? Bias { get; }

    /// <summary>What the layer computes before its activation, with other numbers.</summary>
    Tensor Affine(Tensor x, Tensor kernel, Tensor? bias);

    /// <summary>The activation.</summary>
    Tensor Activate(Tensor y);
}
