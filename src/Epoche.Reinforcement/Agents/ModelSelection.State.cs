namespace Epoche;

internal sealed partial class ModelSelection
{
    public int StateVersion => 2;

    /// <summary>Saves what was judged, and the best weights.</summary>
    public void SaveState(StateSaver to)
    {
        to.Write("environment", _environment);
        to.Write("judgements", _judgements);
        to.Write("best_mean", _bestScore.Mean);
        to.Write("best_confirmed", _bestScore.Confirmed);
        to.Write("latest_is_best", LatestIsBest);
        Save(to, "latest", Latest);
        Save(to, "best", BestReport);
        if (Best is not null)
        {
            to.Part("best_model", Best.Parameters);
        }
    }

    public void LoadState(StateLoader from)
    {
        from.RequireVersion(2); // returns were float32 before
        _environment = from.Text("environment");
        _judgements = from.Int32("judgements");
        _bestScore = (from.Double("best_mean"), from.Double("best_confirmed"));
        LatestIsBest = from.Boolean("latest_is_best");
        Latest = Load(from, "latest");
        BestReport = Load(from, "best");
        Best = null;
        if (from.Has("best_model"))
        {
            Best = network.Clone();
            from.Part("best_model", Best.Parameters);
        }
    }

    private static void Save(StateSaver to, string name, EvaluationReport? report)
    {
        if (report is not null)
        {
            to.Write<double>($"{name}_returns", report.Returns.ToArray());
            to.Write($"{name}_steps", report.Steps);
            if (report.BestReturn is { } best)
            {
                to.Write($"{name}_best_return", best);
            }
        }
    }

    private static EvaluationReport? Load(StateLoader from, string name) => !from.Has($"{name}_returns") ? null : new(
        from.Array<double>($"{name}_returns"),
        from.Int64($"{name}_steps"),
        from.Has($"{name}_best_return") ? from.Double($"{name}_best_return") : null);
}
