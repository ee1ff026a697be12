namespace Epoche;

/// <summary>
/// What a report shows; any kind of run can fill it. Empty parts are left out. Every text is shown as it
/// stands: nothing in it becomes markup.
/// </summary>
public sealed record ReportData
{
    /// <summary>The heading.</summary>
    public required string Title { get; init => field = value ?? throw new ArgumentNullException(nameof(Title)); }

    /// <summary>A line below it; null for none.</summary>
    public string? Subtitle { get; init; }

    /// <summary>How the run stands, in a word or two: complete, failed; null where that is no question.</summary>
    public string? Status { get; init; }

    /// <summary>The results, in large letters.</summary>
    public IReadOnlyList<ReportFigure> Figures { get; init => field = Elements.Of(value); } = [];

    /// <summary>Curves and distributions; the first is shown large.</summary>
    public IReadOnlyList<Chart> Charts { get; init => field = Elements.Of(value); } = [];

    /// <summary>Tables with columns, over the whole width.</summary>
    public IReadOnlyList<ReportGrid> Grids { get; init => field = Elements.Of(value); } = [];

    /// <summary>What a classifier made of some images.</summary>
    public IReadOnlyList<ReportPanels> Panels { get; init => field = Elements.Of(value); } = [];

    /// <summary>Pictures, still or moving.</summary>
    public IReadOnlyList<ReportImage> Images { get; init => field = Elements.Of(value); } = [];

    /// <summary>Tables of two columns: the machine, the versions.</summary>
    public IReadOnlyList<ReportTable> Tables { get; init => field = Elements.Of(value); } = [];

    /// <summary>Long texts: the configuration.</summary>
    public IReadOnlyList<ReportText> Texts { get; init => field = Elements.Of(value); } = [];
}

/// <summary>A result in large letters.</summary>
/// <param name="Label">What it is: Mean return.</param>
/// <param name="Value">The number, with its unit.</param>
/// <param name="Note">A few words below it; null for none.</param>
public sealed record ReportFigure(string Label, string Value, string? Note = null)
{
    /// <summary>What it is: Mean return.</summary>
    public string Label { get; init => field = NotNull.Of(value); } = NotNull.Of(Label);

    /// <summary>The number, with its unit.</summary>
    public string Value { get; init => field = NotNull.Of(value); } = NotNull.Of(Value);

    /// <summary>A few words below it; null for none.</summary>
    public string? Note { get; init; } = Note;
}

/// <summary>A picture in a report.</summary>
/// <param name="Title">What it is.</param>
/// <param name="Image">The picture.</param>
/// <param name="Alternative">What it shows, for those who cannot see it.</param>
public sealed record ReportImage(string Title, RunImage Image, string Alternative)
{
    /// <summary>What it is.</summary>
    public string Title { get; init => field = NotNull.Of(value); } = NotNull.Of(Title);

    /// <summary>The picture.</summary>
    public RunImage Image { get; init => field = NotNull.Of(value); } = NotNull.Of(Image);

    /// <summary>What it shows, for those who cannot see it.</summary>
    public string Alternative { get; init => field = NotNull.Of(value); } = NotNull.Of(Alternative);

    /// <summary>Whether it is drawn on white paper, like a chart: a dark page then shows it light on dark.</summary>
    public bool IsDiagram { get; init; }
}

/// <summary>A table of two columns.</summary>
/// <param name="Title">What it is.</param>
/// <param name="Rows">Names and values.</param>
public sealed record ReportTable(string Title, IReadOnlyList<KeyValuePair<string, string>> Rows)
{
    /// <summary>What it is.</summary>
    public string Title { get; init => field = NotNull.Of(value); } = NotNull.Of(Title);

    /// <summary>Names and values.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Rows { get; init => field = NotNull.Of(value); } = NotNull.Of(Rows);
}

/// <summary>A table with columns.</summary>
/// <param name="Title">What it is.</param>
/// <param name="Columns">The headings.</param>
/// <param name="Rows">The cells, as many in each row as there are columns; the first names the row.</param>
/// <param name="TextColumns">How many columns, from the left, hold words; those behind them hold numbers.</param>
public sealed record ReportGrid(string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows, int TextColumns = 1)
{
    /// <summary>What it is.</summary>
    public string Title { get; init => field = NotNull.Of(value); } = NotNull.Of(Title);

    /// <summary>The headings.</summary>
    public IReadOnlyList<string> Columns { get; init => field = Elements.Of(value); } = Elements.Of(Columns);

    /// <summary>The cells, as many in each row as there are columns; the first names the row.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows { get; init => field = Cells(value); } = Cells(Rows);

    /// <summary>How many columns, from the left, hold words; those behind them hold numbers.</summary>
    public int TextColumns { get; init; } = TextColumns;

    private static IReadOnlyList<IReadOnlyList<string>> Cells(IReadOnlyList<IReadOnlyList<string>> rows)
    {
        foreach (IReadOnlyList<string> row in Elements.Of(rows, nameof(Rows)))
        {
            Elements.RequireNoNull(row, nameof(Rows));
        }

        return rows;
    }
}

/// <summary>Some images with what a classifier made of them.</summary>
/// <param name="Title">What they are.</param>
/// <param name="Panels">The images.</param>
/// <param name="Note">A line below the title; null for none.</param>
public sealed record ReportPanels(string Title, IReadOnlyList<ReportPanel> Panels, string? Note = null)
{
    /// <summary>What they are.</summary>
    public string Title { get; init => field = NotNull.Of(value); } = NotNull.Of(Title);

    /// <summary>The images.</summary>
    public IReadOnlyList<ReportPanel> Panels { get; init => field = Elements.Of(value); } = Elements.Of(Panels);

    /// <summary>A line below the title; null for none.</summary>
    public string? Note { get; init; } = Note;
}

/// <summary>How an answer stands to the truth.</summary>
public enum ReportVerdict
{
    /// <summary>The answer is right.</summary>
    Right,

    /// <summary>The answer is wrong.</summary>
    Wrong,

    /// <summary>None was given.</summary>
    Refused,
}

/// <summary>An image, the answer, and how each class's probability was distributed over the draws of a prediction.</summary>
/// <param name="Image">The image.</param>
/// <param name="Verdict">How the answer stands to the truth.</param>
/// <param name="Answer">The answer in words, such as <c>7</c> or <c>I don't know</c>.</param>
/// <param name="Truth">What it is in truth, such as <c>a 7</c> or <c>noise</c>.</param>
/// <param name="Classes">The classes.</param>
public sealed record ReportPanel(RunImage Image, ReportVerdict Verdict, string Answer, string Truth, IReadOnlyList<ReportBars> Classes)
{
    /// <summary>The image.</summary>
    public RunImage Image { get; init => field = NotNull.Of(value); } = NotNull.Of(Image);

    /// <summary>How the answer stands to the truth.</summary>
    public ReportVerdict Verdict { get; init; } = Verdict;

    /// <summary>The answer in words, such as <c>7</c> or <c>I don't know</c>.</summary>
    public string Answer { get; init => field = NotNull.Of(value); } = NotNull.Of(Answer);

    /// <summary>What it is in truth, such as <c>a 7</c> or <c>noise</c>.</summary>
    public string Truth { get; init => field = NotNull.Of(value); } = NotNull.Of(Truth);

    /// <summary>The classes.</summary>
    public IReadOnlyList<ReportBars> Classes { get; init => field = Elements.Of(value); } = Elements.Of(Classes);
}

/// <summary>A small histogram.</summary>
/// <param name="Name">What it is of, in a letter or two.</param>
/// <param name="Shares">The shares, 0 to 1, from left to right.</param>
/// <param name="IsMarked">Whether it is set apart, as that of the class that was answered.</param>
public sealed record ReportBars(string Name, IReadOnlyList<float> Shares, bool IsMarked = false)
{
    /// <summary>What it is of, in a letter or two.</summary>
    public string Name { get; init => field = NotNull.Of(value); } = NotNull.Of(Name);

    /// <summary>The shares, 0 to 1, from left to right.</summary>
    public IReadOnlyList<float> Shares { get; init => field = NotNull.Of(value); } = NotNull.Of(Shares);

    /// <summary>Whether it is set apart, as that of the class that was answered.</summary>
    public bool IsMarked { get; init; } = IsMarked;
}

/// <summary>A long text. Lines of YAML stay as they are, in letters of one width; others are wrapped.</summary>
/// <param name="Title">What it is.</param>
/// <param name="Text">The text.</param>
/// <param name="IsYaml">Whether keys and comments are set apart.</param>
public sealed record ReportText(string Title, string Text, bool IsYaml = false)
{
    /// <summary>What it is.</summary>
    public string Title { get; init => field = NotNull.Of(value); } = NotNull.Of(Title);

    /// <summary>The text.</summary>
    public string Text { get; init => field = NotNull.Of(value); } = NotNull.Of(Text);

    /// <summary>Whether keys and comments are set apart.</summary>
    public bool IsYaml { get; init; } = IsYaml;
}
