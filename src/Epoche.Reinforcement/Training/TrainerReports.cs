namespace Epoche;

/// <summary>What agents report of their trainers.</summary>
internal static class TrainerReports
{
    /// <summary>The learning rate of the latest update, of an optimizer that has one.</summary>
    public static void ReportLearningRate(this Trainer trainer, IRunWriter writer, long step)
    {
        if (trainer.Optimizer.LearningRate is { } rate)
        {
            writer.Scalar(RunTags.LearningRate, step, rate.At(Math.Max(1, trainer.StepCount)));
        }
    }
}
