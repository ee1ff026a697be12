namespace Epoche.Experiments;

/// <summary>The network that a training came to.</summary>
internal static class BestModel
{
    /// <summary>A clone with the best weights that were evaluated; where none were, with the last, averaged where they are.</summary>
    public static Sequential Of(TrainingLoop loop, Sequential model)
    {
        Sequential best = model.Clone();
        if (!loop.Best.CopyTo(best.Parameters))
        {
            loop.Training.SwapAverage();
            best.Parameters.CopyFrom(model.Parameters);
            loop.Training.SwapAverage();
        }

        return best;
    }
}
