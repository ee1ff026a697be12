using System.Text.Json.Nodes;

namespace Epoche.Compare;

/// <summary>What Epoche makes of a case: tensors, or the message of the exception that it documents for such.</summary>
internal static class Answer
{
    public static JsonObject To(JsonObject json)
    {
        try
        {
            return new() { ["id"] = (int)json["id"]!, ["tensors"] = new JsonArray([.. Tensors(new Case(json)).Select(Case.Write)]) };
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or NonFiniteException)
        {
            return new() { ["id"] = (int)json["id"]!, ["error"] = $"{e.GetType().Name}: {e.Message}" };
        }
    }

    public static IReadOnlyList<Tensor> Tensors(Case c) => c.Kind switch
    {
        "operation" or "loss" => OperationCases.Run(c),
        "layer" => LayerCases.Run(c),
        "optimizer" => OptimizerCases.Run(c),
        "schedule" => [Tensor.Of([.. c.Numbers("steps").Select(step => OptimizerCases.Schedule(c).At((long)step))])],
        "metric" => MetricCases.Run(c),
        _ => throw new NotSupportedException($"No case is of kind '{c.Kind}'."),
    };
}
