namespace Epoche.Experiments;

/// <summary>How a network fits its records, in a word and in a sentence.</summary>
internal sealed record Fit(string Word, string Reason)
{
    public const string Underfits = "underfits", Overfits = "overfits", Fits = "fits";

    private const double Shortfall = 0.03, Rise = 0.1, Deviations = 2;
    private const int Windows = 10;

    /// <summary>
    /// A network underfits where another gets clearly more right both of the records and of the test: by three points at least, and beyond
    /// chance; or where it gets no more of its records right than whoever always does the same. It overfits where what still helps on the
    /// records no longer helps elsewhere: its test loss has risen by a tenth from its lowest while its training loss went on falling, both
    /// as means over a tenth of the epochs, for single epochs
    /// jump; or it gets more of the records right than of the test, beyond chance. Beyond chance means two standard deviations of the
    /// difference of two shares.
    /// </summary>
    /// <param name="curve">The network's; one epoch at least.</param>
    /// <param name="most">How the network ended that gets most of its records right, and its name.</param>
    /// <param name="baseline">The share of the records that whoever always takes one action gets right.</param>
    /// <param name="records">How many there are to learn from, and to evaluate on.</param>
    public static Fit Of(
        IReadOnlyList<EpochPoint> curve, (EpochPoint Last, string Name) most, double baseline, (int Train, int Test) records)
    {
        EpochPoint last = curve[^1];
        if (IsClear(most.Last.TrainAccuracy, last.TrainAccuracy, records.Train) && IsClear(
            most.Last.TestAccuracy, last.TestAccuracy, records.Test))
        {
            return new(Underfits, $"gets only {Format.Accuracy(last.TrainAccuracy)} of its own records right, {most.Name} "
                + $"{Format.Accuracy(most.Last.TrainAccuracy)}: too small, or trained too little");
        }

        if (last.TrainAccuracy - baseline <= Deviations * Deviation(last.TrainAccuracy, records.Train, baseline, records.Train))
        {
            return new(Underfits, $"gets {Format.Accuracy(last.TrainAccuracy)} of its own records right, no more than always the same "
                + $"action would ({Format.Accuracy(baseline)})");
        }

        int window = Math.Max(1, curve.Count / Windows), ends = curve.Count - window + 1;
        int lowest = Enumerable.Range(0, ends).MinBy(start => Mean(start, p => p.TestLoss));
        (double test, double train) = (Mean(lowest, p => p.TestLoss), Mean(lowest, p => p.TrainLoss));
        (double finalTest, double finalTrain) = (Mean(ends - 1, p => p.TestLoss), Mean(ends - 1, p => p.TrainLoss));
        if (finalTest >= test * (1 + Rise) && finalTrain < train)
        {
            return new(Overfits, $"its test loss rose from {Format.Small(test)} around epoch {lowest + 1 + (window / 2)} to "
                + $"{Format.Small(finalTest)} at the end, while its training loss fell");
        }

        return last.TrainAccuracy - last.TestAccuracy > Deviations * Deviation(
            last.TrainAccuracy, records.Train, last.TestAccuracy, records.Test)
            ? new(Overfits, $"gets {Format.Accuracy(last.TrainAccuracy)} of its own records right and {Format.Accuracy(last.TestAccuracy)} "
                + "of the others")
            : new(Fits, "");

        double Mean(int start, Func<EpochPoint, double> of) => Enumerable.Range(start, window).Average(epoch => of(curve[epoch]));
    }

    private static bool IsClear(double more, double less, int records) =>
        more - less >= Shortfall && more - less > Deviations * Deviation(more, records, less, records);

    private static double Deviation(double a, int ofA, double b, int ofB) => Math.Sqrt((a * (1 - a) / ofA) + (b * (1 - b) / ofB));
}
