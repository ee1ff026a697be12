namespace Epoche;

/// <summary>What becomes of a picture whose sides are in another proportion than the input's.</summary>
public enum ImageFit
{
    /// <summary>Each axis is scaled for itself.</summary>
    Stretch,

    /// <summary>The whole picture is kept in its proportions, in the middle; the rest of the input is black.</summary>
    Pad,

    /// <summary>The largest part in the middle that has the input's proportions is kept.</summary>
    Crop,
}

/// <summary>
/// How the pixels of another size are computed. All three look at every pixel of the picture when it is made smaller, so that no thin
/// line is lost.
/// </summary>
public enum ImageResampling
{
    /// <summary>The mean of the area that the new pixel covers.</summary>
    Area,

    /// <summary>A triangle as wide as two pixels of the coarser of the two pictures.</summary>
    Bilinear,

    /// <summary>Keys' cubic with a = −½ (Catmull–Rom), as wide as four pixels of the coarser of the two pictures; sharper.</summary>
    Bicubic,
}

/// <summary>Whether dark becomes light. Networks of characters learn from light ink on a dark ground.</summary>
public enum ImageInversion
{
    /// <summary>Pixels stay as they are.</summary>
    None,

    /// <summary>
    /// A picture is inverted where its border, one pixel wide, is lighter than medium grey in the mean: dark ink on light paper.
    /// </summary>
    Auto,

    /// <summary>Every picture is inverted.</summary>
    Always,
}

/// <summary>Whether what a picture shows is moved.</summary>
public enum ImageCentring
{
    /// <summary>It stays where it is.</summary>
    None,

    /// <summary>
    /// The centre of mass of its light pixels is moved to the middle, by whole pixels, as MNIST centres its digits; what leaves the
    /// picture is lost, what enters it is black.
    /// </summary>
    Mass,
}
