namespace Epoche;

/// <summary>Evaluations in a checkpoint.</summary>
internal static class LoopEvaluationState
{
    public static void Save(StateSaver to, string name, LoopEvaluation? evaluation)
    {
        to.Write($"has_{name}", evaluation is not null);
        if (evaluation is not null)
        {
            to.Write<double>($"{name}_score", [evaluation.Score.First, evaluation.Score.Second, evaluation.LargestSample]);
            to.Write<long>($"{name}_counts", [evaluation.Count, evaluation.ReachesGoal ? 1 : 0]);
            to.Write($"{name}_names", string.Join('\n', evaluation.Measurements.Select(m => m.Name)));
            to.Write<double>($"{name}_values", [.. evaluation.Measurements.Select(m => m.Value)]);
            to.Write($"{name}_scale", evaluation.Scale);
            to.Write($"{name}_samples_name", evaluation.SamplesName);
            to.Write<double>($"{name}_samples", [.. evaluation.Samples]);
        }
    }

    public static LoopEvaluation? Load(StateLoader from, string name)
    {
        if (!from.Boolean($"has_{name}"))
        {
            return null;
        }

        double[] score = from.Array<double>($"{name}_score"), values = from.Array<double>($"{name}_values");
        long[] counts = from.Array<long>($"{name}_counts");
        string[] names = from.Text($"{name}_names").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return names.Length == values.Length && score.Length == 3 && counts is [>= 0, 0 or 1]
            ? new LoopEvaluation(new Score(score[0], score[1]), [.. names.Select((n, i) => new MetricValue(n, values[i]))])
            {
                Samples = from.Array<double>($"{name}_samples"),
                SamplesName = from.Text($"{name}_samples_name"),
                Scale = from.Text($"{name}_scale"),
                LargestSample = score[2],
                Count = counts[0],
                ReachesGoal = counts[1] != 0,
            }
            : throw from.Mismatch($"{name}_values", $"{names.Length} measurements", $"{values.Length}");
    }
}
