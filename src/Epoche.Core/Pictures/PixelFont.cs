namespace Epoche.Pictures;

/// <summary>A letter of <see cref="PixelFont"/>: its rows from the top, bit x of a row is the dot in column x.</summary>
internal readonly record struct Glyph(int Width, byte[] Rows)
{
    public bool IsInk(int x, int y) => ((Rows[y] >> x) & 1) != 0;
}

/// <summary>A font of dots, seven high for capitals with two rows below the line, most letters five wide.</summary>
internal static partial class PixelFont
{
    public const int Height = 9, Gap = 1;

    private static readonly Dictionary<char, Glyph> s_glyphs = Parse();
    private static readonly Glyph s_unknown = new(5, [0x1F, 0x11, 0x11, 0x11, 0x11, 0x11, 0x1F, 0, 0]);

    public static Glyph Of(char letter) => s_glyphs.TryGetValue(letter, out Glyph glyph) ? glyph : s_unknown;

    public static IReadOnlyCollection<char> Letters => s_glyphs.Keys;

    // Bands of nine rows of dots under a row that names the letters, each over the first column of its dots.
    private static Dictionary<char, Glyph> Parse()
    {
        Dictionary<char, Glyph> glyphs = [];
        string[] lines = Art.ReplaceLineEndings("\n").Split('\n');
        for (int band = 0; band + Height < lines.Length; band += Height + 1)
        {
            string dots = lines[band + 1];
            string names = lines[band].PadRight(dots.Length);
            for (int start = 0; start < dots.Length;)
            {
                int end = dots.IndexOf(' ', start) is var gap and >= 0 ? gap : dots.Length;
                byte[] rows = new byte[Height];
                for (int i = 0; i < (end - start) * Height; i++)
                {
                    (int y, int x) = Math.DivRem(i, end - start);
                    rows[y] |= (byte)(lines[band + 1 + y][start + x] == '#' ? 1 << x : 0);
                }

                glyphs.Add(names[start], new Glyph(end - start, rows));
                start = end + 1;
            }
        }

        glyphs.TryAdd('−', glyphs['-']); // the minus sign that charts write
        return glyphs;
    }
}
