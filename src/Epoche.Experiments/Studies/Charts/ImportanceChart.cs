using Epoche.Tracking.Reports;

namespace Epoche.Experiments;

/// <summary>How much each parameter matters, by one or two methods.</summary>
internal static class ImportanceChart
{
    private const int MostRows = 20;

    /// <summary>Null where it says nothing.</summary>
    public static PlotChart? Of(StudyView view)
    {
        if (!view.HasImportance)
        {
            return null;
        }

        ParameterImportance[] rows = [.. view.PedAnova.Take(MostRows)];
        Dictionary<string, double>? forest = view.Fanova?.ToDictionary(one => one.Name, one => one.Share, StringComparer.Ordinal);
        List<PlotMark> marks = [];
        for (int i = 0; i < rows.Length; i++)
        {
            double top = rows.Length - i, share = rows[i].Share;
            marks.Add(new TextMark(0, top - 0.34, StudyText.Cut(rows[i].Name, 48)) { Paint = ChartPaint.Text });
            marks.Add(new CellMark(0, top - 0.64, share, top - 0.42)
            {
                Paint = ChartPaint.Marker(0), Title = $"{rows[i].Name}, PED-ANOVA: {Format.Share(share)}",
            });
            if (forest is not null)
            {
                double other = forest.GetValueOrDefault(rows[i].Name);
                marks.Add(new CellMark(0, top - 0.9, other, top - 0.68)
                {
                    Paint = ChartPaint.Marker(1), Title = $"{rows[i].Name}, fANOVA: {Format.Share(other)}",
                });
            }
        }

        double most = rows.Max(one => Math.Max(one.Share, forest?.GetValueOrDefault(one.Name) ?? 0));
        return new()
        {
            Title = view.Study.Directions.Count > 1 ? $"Importance for {StudyText.Cut(view.Objectives[0])}" : "Importance",
            XLabel = "share",
            X = units => Axis.Round(0, most, (int)(units / 85)),
            Y = _ => Axis.Rows(rows.Length),
            Marks = marks,
            Rows = rows.Length,
            RowHeight = 44,
            Legend = forest is null ? []
                : [(PlotSigns.AreaKey(ChartPaint.Marker(0)), "PED-ANOVA"), (PlotSigns.AreaKey(ChartPaint.Marker(1)), "fANOVA")],
            Note = Note(view, forest),
            Description = $"By PED-ANOVA: {string.Join(", ", rows.Select(one => $"{one.Name} {Format.Share(one.Share)}"))}.",
        };
    }

    private static string? Note(StudyView view, Dictionary<string, double>? forest)
    {
        List<string> notes = [];
        if (view.PedAnova.Count > MostRows)
        {
            notes.Add($"The first {MostRows} of {Format.Count(view.PedAnova.Count, "parameter")}.");
        }

        if (forest is null)
        {
            notes.Add("PED-ANOVA alone: fANOVA takes long for so many trials; 'epoche study importance --by fanova' computes it.");
        }
        else if (view.Parameters.Any(parameter => view.Complete.Any(trial => parameter.Of(trial) is null)))
        {
            notes.Add("fANOVA leaves out parameters that some trials do not have.");
        }

        return notes.Count > 0 ? string.Join(' ', notes) : null;
    }
}
