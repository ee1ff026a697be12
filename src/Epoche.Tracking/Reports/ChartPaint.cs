namespace Epoche.Tracking.Reports;

/// <summary>
/// How each kind of element of a chart is painted: its class and, as attributes, the colours of a light page. Every viewer knows
/// attributes; word processors, librsvg and ImageMagick know no variables of CSS, and some of them no style sheets. A browser takes the
/// colours of a dark page from chart.css, which goes before attributes.
/// </summary>
internal static class ChartPaint
{
    private static readonly Rgba[] s_series =
        [Rgba.Hex(0x2463C9), Rgba.Hex(0xC2570C), Rgba.Hex(0x14794A), Rgba.Hex(0x7A4BC8), Rgba.Hex(0xBF2F49), Rgba.Hex(0x0B7285)];

    private static readonly Rgba[] s_shades =
    [
        Rgba.Hex(0xD9D8C4), Rgba.Hex(0xBBD0AE), Rgba.Hex(0x8FC3AB), Rgba.Hex(0x5FAFAD), Rgba.Hex(0x3994AF), Rgba.Hex(0x2976AD),
        Rgba.Hex(0x21569E), Rgba.Hex(0x1A327F),
    ];

    public static Rgba Paper { get; } = Rgba.White;

    /// <summary>How many shades there are for numbers, from pale to deep on a light page, from dim to bright on a dark one.</summary>
    public static int Shades => s_shades.Length;

    /// <summary>The colour of headings.</summary>
    public static Rgba Ink { get; } = Rgba.Hex(0x1B2430);

    /// <summary>The colour of all other text.</summary>
    public static Rgba Quiet { get; } = Rgba.Hex(0x5A6574);

    /// <summary>The colour of grid lines.</summary>
    public static Rgba Rule { get; } = Rgba.Hex(0xE3E7EC);

    /// <summary>The colour of axes.</summary>
    public static Rgba Edge { get; } = Rgba.Hex(0x98A3B0);

    /// <summary>What the root of a picture says for all text in it.</summary>
    public const string Font = "font-family=\"sans-serif\" font-size=\"12\"";

    public static string Background { get; } = $"class=\"paper\" {Filled(Paper)}";

    public static string Heading { get; } = $"class=\"heading\" {Filled(Ink)} font-size=\"16\" font-weight=\"600\"";

    public static string Text { get; } = Filled(Quiet);

    public static string Grid { get; } = $"class=\"grid\" {Drawn(Rule)}";

    public static string Axis { get; } = $"class=\"axis\" {Drawn(Edge)}";

    /// <summary>The colour of the i-th curve; the seventh has that of the first again.</summary>
    public static Rgba Series(int i) => s_series[i % s_series.Length];

    public static string Line(int i) =>
        $"class=\"line {Class(i)}\" {Drawn(Series(i))} stroke-width=\"2\" stroke-linejoin=\"round\" stroke-linecap=\"round\"";

    /// <summary>The noise behind a smoothed curve.</summary>
    public static string RawLine(int i) => $"class=\"line {Class(i)}\" {Drawn(Series(i))} stroke-width=\"1\" stroke-opacity=\"0.4\"";

    public static string Band(int i) => $"class=\"band {Class(i)}\" {Filled(Series(i))} fill-opacity=\"0.18\"";

    public static string Marker(int i) => $"class=\"{Class(i)}\" {Filled(Series(i))}";

    /// <summary>A dot among many, which shows through where they lie upon each other.</summary>
    public static string Cloud(int i) => $"class=\"{Class(i)}\" {Filled(Series(i))} fill-opacity=\"0.45\"";

    /// <summary>The bar of an interval.</summary>
    public static string Interval(int i) =>
        $"class=\"line {Class(i)}\" {Drawn(Series(i))} stroke-width=\"7\" stroke-opacity=\"0.35\" stroke-linecap=\"round\"";

    public static string Bar(int i) => $"class=\"bar {Class(i)}\" fill=\"{Hex(Series(i))}\" stroke=\"{Hex(Paper)}\" stroke-width=\"1\"";

    /// <summary>An area, or a dot, in one of <see cref="Shades"/>.</summary>
    public static string Shade(int i) => $"class=\"v{i}\" {Filled(s_shades[i])}";

    /// <summary>A thin line in one of <see cref="Shades"/>.</summary>
    public static string ShadeLine(int i) => $"class=\"line v{i}\" {Drawn(s_shades[i])} stroke-width=\"1.3\" stroke-linejoin=\"round\"";

    /// <summary>A dot that stands back.</summary>
    public static string QuietMarker { get; } = $"class=\"quiet\" {Filled(Edge)}";

    /// <summary>A dot on an area.</summary>
    public static string Point { get; } = $"class=\"point\" {Filled(Ink)} fill-opacity=\"0.6\"";

    /// <summary>A thin line that stands back.</summary>
    public static string QuietLine { get; } = $"class=\"line quiet\" {Drawn(Edge)} stroke-width=\"1.3\"";

    /// <summary>The outline of a sign, in the colour of the i-th curve.</summary>
    public static string Outline(int i) => $"class=\"line {Class(i)}\" {Drawn(Series(i))} stroke-width=\"1.6\"";

    private static string Class(int i) => $"s{(i % s_series.Length) + 1}";

    private static string Drawn(Rgba colour) => $"fill=\"none\" stroke=\"{Hex(colour)}\"";

    // ImageMagick outlines what does not say that it has none.
    private static string Filled(Rgba colour) => $"fill=\"{Hex(colour)}\" stroke=\"none\"";

    private static string Hex(Rgba colour) => $"#{colour.R:x2}{colour.G:x2}{colour.B:x2}";
}
