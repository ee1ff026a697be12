using Epoche.Data;

namespace Epoche;

/// <summary>
/// Characters drawn with a pen: digits and the letters A to J in several hands, of varying thickness, slant and shape. Pictures are of
/// 28 × 28 pixels as those of MNIST: ink is 1 on 0, within a box of about 20 × 20 pixels; in the middle is its center of mass, in half of
/// the pictures what lies between that and the middle of the box. Nothing is read from anywhere. Picture i depends on the seed and i alone,
/// so a longer set begins with the shorter one, and other seeds give other pictures.
/// </summary>
public static class DrawnCharacters
{
    /// <summary>The number of classes of either set.</summary>
    public const int Classes = 10;

    private const int PicturesOfAPart = 500;

    private static readonly Scribe s_digits = Of(Glyphs.Digits), s_letters = Of(Glyphs.Letters);
    private static readonly Scribe s_scribbles = static (int _, ref Rng random) => (Glyph.Scribble(ref random), 0);
    private static readonly Scribe s_misdrawn = static (int digit, ref Rng random) => (
        Misdrawing.Spoil(digit, Glyph.Choose(Glyphs.Digits[digit], random.NextSingle()), ref random), 0);

    /// <summary>Decides what a picture shows, and its label.</summary>
    private delegate (Glyph Glyph, int Label) Scribe(int character, ref Rng random);

    /// <summary>The digits 0 to 9, as many of each, one after the other: example i shows i mod 10, which is its label.</summary>
    /// <param name="count">How many, 1 or more; 60,000 take about a second.</param>
    /// <param name="seed">Decides the pictures, through its streams <c>digits</c>.</param>
    /// <param name="flat">Whether an image is [784] or [28, 28, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="count"/> is not positive, or so large that no array holds the pixels.
    /// </exception>
    public static Dataset Digits(int count, ulong seed, bool flat = true) => Draw(s_digits, "digits", count, seed, flat);

    /// <summary>
    /// The letters A to J as <see cref="Digits"/>: A has label 0, J 9. Made to be what a network of digits has never seen.
    /// </summary>
    /// <param name="count">How many, 1 or more.</param>
    /// <param name="seed">Decides the pictures, through its streams <c>letters</c>.</param>
    /// <param name="flat">Whether an image is [784] or [28, 28, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="count"/> is not positive, or so large that no array holds the pixels.
    /// </exception>
    public static Dataset Letters(int count, ulong seed, bool flat = true) => Draw(s_letters, "letters", count, seed, flat);

    /// <summary>
    /// Characters of no alphabet, in the same hand: up to three strokes through points picked by chance. What a classifier of characters
    /// should not know, and can be taught so without showing it what it will be tried on. Few of them happen to look like a digit
    /// or a letter. All have the label 0.
    /// </summary>
    /// <param name="count">How many, 1 or more.</param>
    /// <param name="seed">Decides the pictures, through its streams <c>scribbles</c>.</param>
    /// <param name="flat">Whether an image is [784] or [28, 28, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="count"/> is not positive, or so large that no array holds the pixels.
    /// </exception>
    public static Dataset Scribbles(int count, ulong seed, bool flat = true) => Draw(s_scribbles, "scribbles", count, seed, flat);

    /// <summary>
    /// Digits that are none any more, in the same hand: seen in a mirror, a curve cut short by a straight line, a side pressed flat, a
    /// stroke too many, one of another digit over it, a point far from where it belongs. What a classifier of digits takes for digits most
    /// easily. Some still look like one. All have the label 0.
    /// </summary>
    /// <param name="count">How many, 1 or more.</param>
    /// <param name="seed">Decides the pictures, through its streams <c>misdrawn</c>.</param>
    /// <param name="flat">Whether an image is [784] or [28, 28, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="count"/> is not positive, or so large that no array holds the pixels.
    /// </exception>
    public static Dataset Misdrawn(int count, ulong seed, bool flat = true) => Draw(s_misdrawn, "misdrawn", count, seed, flat);

    private static Dataset Draw(Scribe scribe, string stream, int count, ulong seed, bool flat)
    {
        const int pixels = Handwriting.Side * Handwriting.Side;
        CountChecks.AtLeast(1, count);
        CountChecks.AtMost(Array.MaxLength / pixels, count);
        byte[] images = new byte[count * pixels];
        float[] labels = new float[count];
        Workers.For((count + PicturesOfAPart - 1) / PicturesOfAPart, new Part(scribe, stream, seed, images, labels));
        return Dataset.OfPixels(images, flat ? [pixels] : [Handwriting.Side, Handwriting.Side, 1], labels, []);
    }

    private static Scribe Of(Glyph[][] alphabet) =>
        (int character, ref Rng random) => (Glyph.Choose(alphabet[character], random.NextSingle()), character);

    private readonly struct Part(Scribe scribe, string stream, ulong seed, byte[] images, float[] labels) : Kernels.IParallelBody
    {
        public void Run(int part)
        {
            Handwriting hand = new();
            int pixels = images.Length / labels.Length;
            for (int i = part * PicturesOfAPart; i < Math.Min((part + 1) * PicturesOfAPart, labels.Length); i++)
            {
                Rng random = Rng.Stream(seed, stream, i);
                (Glyph glyph, labels[i]) = scribe(i % Classes, ref random);
                hand.Draw(glyph, ref random, images.AsSpan(i * pixels, pixels));
            }
        }
    }
}
