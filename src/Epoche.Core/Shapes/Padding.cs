namespace Epoche;

/// <summary>What lies around an image when a window moves over it.</summary>
public enum Padding
{
    /// <summary>
    /// Nothing: the window stays within the image. ⌊(size − reach)/stride⌋ + 1 outputs, with reach = (window − 1)·dilation + 1.
    /// </summary>
    Valid,

    /// <summary>
    /// Zeros on all sides, so that there are ⌈size/stride⌉ outputs; where the number of zeros is odd, one more below and to the
    /// right (as in TensorFlow and Keras).
    /// </summary>
    Same,
}
