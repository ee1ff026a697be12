namespace Epoche.Experiments;

/// <summary>Predicted numbers over the true ones: dots on the line where both are equal are right.</summary>
internal static class PredictionChart
{
    /// <summary>How many dots an eye can still keep apart.</summary>
    public const int MostPairs = 500;

    /// <param name="evaluation">One with pairs.</param>
    public static LineChart Of(NumberEvaluation evaluation)
    {
        double low = evaluation.Pairs.Min(pair => Math.Min(pair.True, pair.Predicted));
        double high = evaluation.Pairs.Max(pair => Math.Max(pair.True, pair.Predicted));
        return new()
        {
            Title = "Predicted over true numbers",
            XLabel = "true number",
            Series =
            [
                new()
                {
                    Name = "predicted",
                    IsDots = true,
                    Points = [.. evaluation.Pairs.Select(pair => new ChartPoint(pair.True, pair.Predicted))],
                },
                new() { Name = "both equal", Points = [new(low, low), new(high, high)] },
            ],
        };
    }
}
