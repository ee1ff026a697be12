namespace Epoche.Pictures;

/// <summary>
/// The five filters of PNG: a byte is stored as its difference to a prediction from its neighbours (PNG specification, section 9).
/// </summary>
internal static class PngFilter
{
    public const int Count = 5;

    /// <summary>Stores a row. <paramref name="above"/> is the row before it, zeros for the first.</summary>
    public static void Apply(int filter, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int pixelBytes, Span<byte> stored)
    {
        for (int i = 0; i < row.Length; i++)
        {
            int left = i < pixelBytes ? 0 : row[i - pixelBytes], corner = i < pixelBytes ? 0 : above[i - pixelBytes];
            stored[i] = (byte)(row[i] - Predict(filter, left, above[i], corner));
        }
    }

    private static int Predict(int filter, int left, int above, int corner) => filter switch
    {
        0 => 0,
        1 => left,
        2 => above,
        3 => (left + above) / 2,
        _ => Paeth(left, above, corner),
    };

    private static int Paeth(int left, int above, int corner)
    {
        int estimate = left + above - corner;
        int toLeft = Math.Abs(estimate - left), toAbove = Math.Abs(estimate - above), toCorner = Math.Abs(estimate - corner);
        return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
    }
}
