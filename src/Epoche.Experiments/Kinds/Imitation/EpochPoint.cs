namespace Epoche.Experiments;

/// <summary>
/// How a network stands after a pass over the records: mean cross-entropy and share of right answers, on what it learns from and on what it
/// never saw.
/// </summary>
internal readonly record struct EpochPoint(double TrainLoss, double TrainAccuracy, double TestLoss, double TestAccuracy);
