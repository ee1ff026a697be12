using System.Text.Json;

namespace Epoche.Cli.Imitation;

/// <summary>A study as JSON: what every run's result has, and its table.</summary>
internal static class ImitationJson
{
    public static string Write(ImitationResult result, bool indented)
    {
        return JsonText.Object(json =>
        {
            json.WriteString("run", result.Run);
            json.WriteString("recipe", result.Recipe.Name);
            json.WriteNumber("seed", result.Recipe.Seed);
            json.WriteString("status", "complete");
            json.WriteNumber("train_seconds", Math.Round(result.TrainSeconds, 3));
            json.WriteNumber("wall_seconds", Math.Round(result.WallSeconds, 3));
            json.WriteNumber("env_steps", 0);
            json.WriteNumber("updates", result.Updates);
            json.WriteStartObject("evaluation");
            json.WriteNumber("examples", result.Recipe.Records.TestPairs);
            json.WriteNumber("accuracy", result.Best.Last.TestAccuracy);
            json.Finite("loss", result.Best.Last.TestLoss);
            json.WriteEndObject();
            json.WriteString("weights_sha256", result.WeightsSha256);
            json.WriteString("best", result.Best.Size.Name);
            Smallest(json, result);
            json.WriteStartObject("agent");
            json.WriteString("run", result.Agent);
            Play(json, result.AgentPlay);
            json.WriteEndObject();
            json.WriteStartObject("baseline");
            json.WriteNumber("action", result.Baseline.Action);
            json.WriteNumber("train_accuracy", result.Baseline.TrainAccuracy);
            json.WriteNumber("test_accuracy", result.Baseline.TestAccuracy);
            Play(json, result.BaselinePlay);
            json.WriteEndObject();
            json.WriteStartArray("networks");
            foreach (NetworkOutcome network in result.Networks)
            {
                Network(json, network);
            }

            json.WriteEndArray();
        }, indented);
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
        json.WriteNumber("train_accuracy", network.Last.TrainAccuracy);
        json.WriteNumber("test_accuracy", network.Last.TestAccuracy);
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
        json.WriteNumber("mean", play.Mean);
        json.WriteNumber("std", play.Deviation);
        json.WriteNumber("min", play.Min);
        json.WriteNumber("max", play.Max);
        if (play.PerfectShare is { } share)
        {
            json.WriteNumber("perfect_share", share);
        }

        json.WriteEndObject();
    }
}
