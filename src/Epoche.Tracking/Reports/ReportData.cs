namespace Epoche;

/// <summary>What a report shows; any kind of run can fill it. Empty parts are left out. Every text is shown as it stands: nothing in it becomes markup.</summary>
public sealed record ReportData
{
    /// <summary>The heading.</summary>
    public required string Title { get; init; }

    /// <summary>A line below it; null for none.</summary>
    public string? Subtitle { get; init; }

    /// <summary>How the run stands, in a word or two: complete, failed; null where that is no question.</summary>
    public string? Status { get; init; }

    /// <summary>The results, in large letters.</summary>
    public IReadOnlyList<ReportFigure> Figures { get; init; } = [];

    /// <summary>Curves and distributions; the first is shown large.</summary>
    public IReadOnlyList<Chart> Charts { get; init; } = [];

    /// <summary>Pictures, still or moving.</summary>
    public IReadOnlyList<ReportImage> Images { get; init; } = [];

    /// <summary>Tables of two columns: the machine, the versions.</summary>
    public IReadOnlyList<ReportTable> Tables { get; init; } = [];

    /// <summary>Long texts: the configuration.</summary>
    public IReadOnlyList<ReportText> Texts { get; init; } = [];
}

/// <summary>A result in large letters.</summary>
/// <param name="Label">What it is: Mean return.</param>
/// <param name="Value">The number, with its unit.</param>
/// <param name="Note">A few words below it; null for none.</param>
public sealed record ReportFigure(string Label, string Value, string? Note = null);

/// <summary>A picture in a report.</summary>
/// <param name="Title">What it is.</param>
/// <param name="Image">The picture.</param>
/// <param name="Alternative">What it shows, for those who cannot see it.</param>
public sealed record ReportImage(string Title, RunImage Image, string Alternative);

/// <summary>A table of two columns.</summary>
/// <param name="Title">What it is.</param>
/// <param name="Rows">Names and values.</param>
public sealed record ReportTable(string Title, IReadOnlyList<KeyValuePair<string, string>> Rows);

/// <summary>A long text, shown in letters of one width.</summary>
/// <param name="Title">What it is.</param>
/// <param name="Text">The text.</param>
/// <param name="IsYaml">Whether keys and comments are set apart.</param>
public sealed record ReportText(string Title, string Text, bool IsYaml = false);
