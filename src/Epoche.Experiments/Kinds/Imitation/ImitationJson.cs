using System.Text.Json;

namespace Epoche.Experiments;

/// <summary>What a report shows in large letters.</summary>
/// <param name="Best">The network with the best accuracy on the test records.</param>
/// <param name="Accuracy">That accuracy, from 0 to 1.</param>
/// <param name="BaselineAccuracy">That of always the same action.</param>
/// <param name="Smallest">The smallest network that plays perfectly; null where there is none.</param>
internal sealed record ImitationHeadline(string Best, double Accuracy, double BaselineAccuracy, (int Units, int Parameters)? Smallest);

/// <summary>A study as the result of its run: its best network as the evaluation, its table as the details.</summary>
internal static class ImitationJson
{
    public static FinalEvaluation Of(ImitationResult result) => new(
        new ExampleEvaluation(result.Recipe.Records.TestPairs, result.Best.Last.TestAccuracy, result.Best.Last.TestLoss),
        JsonText.Element(json => Details(json, result)));

    /// <param name="result">The result of a study.</param>
    /// <param name="source">What to call it in errors.</param>
    /// <exception cref="DataFormatException">It is that of another kind of run.</exception>
    public static ImitationHeadline Headline(RunResult result, string source)
    {
        try
        {
            JsonElement details = result.Details ?? default, smallest = details.GetProperty("smallest_perfect");
            string best = details.GetProperty("best").GetString() ?? throw new FormatException("null is not a name");
            JsonElement network = details.GetProperty("networks").EnumerateArray().First(it => it.GetProperty("name").GetString() == best);
            return new(
                best,
                Share(network.GetProperty("test_accuracy")),
                Share(details.GetProperty("baseline").GetProperty("test_accuracy")),
                smallest.ValueKind == JsonValueKind.Null
                    ? null
                    : (smallest.GetProperty("units").GetInt32(), smallest.GetProperty("parameters").GetInt32()));
        }
        catch (Exception exception)
            when (exception is InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new DataFormatException(source, "result", "that of a study of imitation", "another", exception);
        }
    }

    private static double Share(JsonElement json) =>
        json.GetDouble() is >= 0 and <= 1 and double share ? share : throw new FormatException("a share is from 0 to 1");

    private static void Details(Utf8JsonWriter json, ImitationResult result)
    {
        json.WriteString("best", result.Best.Size.Name);
        Smallest(json, result);
        json.WriteStartObject("agent");
        json.WriteString("run", PathText.Portable(result.Agent));
        Play(json, result.AgentPlay);
        json.WriteEndObject();
        json.WriteStartObject("baseline");
        json.WriteNumber("action", result.Baseline.Action);
        json.Finite("train_accuracy", result.Baseline.TrainAccuracy);
        json.Finite("test_accuracy", result.Baseline.TestAccuracy);
        Play(json, result.BaselinePlay);
        json.WriteEndObject();
        json.WriteStartArray("networks");
        foreach (NetworkOutcome network in result.Networks)
        {
            Network(json, network);
        }

        json.WriteEndArray();
    }

    private static void Smallest(Utf8JsonWriter json, ImitationResult result)
    {
        if (result.Smallest is not { } smallest)
        {
            json.WriteNull("smallest_perfect");
            return;
        }

        json.WriteStartObject("smallest_perfect");
        json.WriteNumber("units", smallest.Network.Size.Hidden[0]);
        json.WriteNumber("parameters", smallest.Network.Parameters);
        Play(json, smallest.Confirmation);
        json.WriteEndObject();
    }

    private static void Network(Utf8JsonWriter json, NetworkOutcome network)
    {
        json.WriteStartObject();
        json.WriteString("name", network.Size.Name);
        json.WriteNumber("parameters", network.Parameters);
        json.Finite("train_accuracy", network.Last.TrainAccuracy);
        json.Finite("test_accuracy", network.Last.TestAccuracy);
        json.Finite("train_loss", network.Last.TrainLoss);
        json.Finite("test_loss", network.Last.TestLoss);
        json.WriteString("fit", network.Fit.Word);
        json.WriteString("reason", network.Fit.Reason);
        Play(json, network.Play);
        json.WriteNumber("train_seconds", Math.Round(network.Seconds, 3));
        json.WriteString("weights_sha256", network.WeightsSha256);
        json.WriteEndObject();
    }

    private static void Play(Utf8JsonWriter json, EvaluationReport play)
    {
        json.WriteStartObject("play");
        json.WriteNumber("episodes", play.Episodes);
        json.Finite("mean", play.Mean);
        json.Finite("std", play.Deviation);
        json.Finite("min", play.Min);
        json.Finite("max", play.Max);
        if (play.PerfectShare is { } share)
        {
            json.Finite("perfect_share", share);
        }

        json.WriteEndObject();
    }
}
