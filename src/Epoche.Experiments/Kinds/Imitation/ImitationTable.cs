using System.Globalization;
using System.Text;

namespace Epoche.Experiments;

/// <summary>A study in words: its table, as Markdown, and what there is to say about it.</summary>
internal static class ImitationTable
{
    private static readonly string[] s_head =
    [
        "network", "parameters", "training accuracy", "test accuracy", "training loss", "test loss", "return, greedy", "perfect", "fit",
    ];

    public static string Of(ImitationResult result)
    {
        StringBuilder text = new();
        RecordOptions records = result.Recipe.Records;
        text.Append(CultureInfo.InvariantCulture, $"{Format.Count(records.Pairs)} training pairs, {Format.Count(records.TestPairs)} test "
            + $"pairs of other episodes; {Format.Count(result.Recipe.Epochs, "epoch")}, seed {result.Recipe.Seed}.\n\n");
        foreach (string line in TextTable.Lines([s_head, .. Rows(result)]))
        {
            text.Append(line).Append('\n');
        }

        text.Append('\n');
        foreach (string line in Findings(result))
        {
            text.Append(line).Append('\n');
        }

        return text.ToString();
    }

    private static IEnumerable<string[]> Rows(ImitationResult result)
    {
        yield return ["agent", "", "", "", "", "", Return(result.AgentPlay), Perfect(result.AgentPlay), ""];
        Baseline baseline = result.Baseline;
        yield return
        [
            $"always {baseline.Action}", "0", Share(baseline.TrainAccuracy), Share(baseline.TestAccuracy), "", "",
            Return(result.BaselinePlay), Perfect(result.BaselinePlay), "",
        ];
        foreach (NetworkOutcome network in result.Networks)
        {
            EpochPoint last = network.Last;
            yield return
            [
                network.Size.Name, Format.Count(network.Parameters), Share(last.TrainAccuracy), Share(last.TestAccuracy),
                Loss(last.TrainLoss), Loss(last.TestLoss),
                Return(network.Play), Perfect(network.Play), network.Fit.Word,
            ];
        }
    }

    private static IEnumerable<string> Findings(ImitationResult result)
    {
        foreach (NetworkOutcome network in result.Networks.Where(n => n.Fit.Word != Fit.Fits))
        {
            yield return $"Network {network.Size.Name} {network.Fit.Word}: {network.Fit.Reason}.";
        }

        yield return $"Best: {result.Best.Size.Name}, {Format.Accuracy(result.Best.Last.TestAccuracy)} of the test records.";
        if (!result.HasChoice)
        {
            yield break;
        }

        if (result.Smallest is { } smallest)
        {
            int units = smallest.Network.Size.Hidden[0];
            string parameters = Format.Count(smallest.Network.Parameters, "parameter");
            yield return $"Smallest hidden layer that plays perfectly: {Format.Count(units, "unit")} ({parameters}); "
                + $"in {Format.Count(smallest.Confirmation.Episodes)} other episodes: "
                + $"{Return(smallest.Confirmation)}, {Perfect(smallest.Confirmation)} perfect.";
        }
        else
        {
            yield return "No network of one hidden layer plays perfectly.";
        }
    }

    private static string Share(double share) => share.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Loss(double loss) => loss.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Return(EvaluationReport play) => Format.Spread(play.Mean, play.Deviation);

    private static string Perfect(EvaluationReport play) => play.PerfectShare is { } share ? Format.Share(share) : "";
}
