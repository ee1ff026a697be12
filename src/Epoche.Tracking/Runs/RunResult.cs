using System.Text.Json;
using Epoche.Tracking.Runs;

namespace Epoche;

/// <summary>What a run, or an evaluation of it, came to: <c>result.json</c>, and the object that <c>--json</c> prints.</summary>
public sealed record RunResult
{
    /// <summary>The run's folder, as the user would type it.</summary>
    public required string Run { get; init => field = NotNull.Of(value); }

    /// <summary>The recipe's name.</summary>
    public required string Recipe { get; init => field = NotNull.Of(value); }

    /// <summary>The seed of the training, or of the evaluation where this is one.</summary>
    public required ulong Seed { get; init; }

    /// <summary>How it ended.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>Why the run stopped before its end; null when it did not.</summary>
    public string? Problem { get; init; }

    /// <summary>
    /// Seconds of the training alone, with the evaluations that select its model, without start-up and the final evaluation; null where it
    /// is not known.
    /// </summary>
    public double? TrainSeconds { get; init; }

    /// <summary>Seconds in all.</summary>
    public required double WallSeconds { get; init; }

    /// <summary>Environment steps taken by training; 0 where there is no environment, null where it is not known.</summary>
    public long? EnvSteps { get; init; }

    /// <summary>Optimizer steps; null where it is not known.</summary>
    public long? Updates { get; init; }

    /// <summary>The final evaluation; null when the run ended without a model worth one.</summary>
    public EvaluationResult? Evaluation { get; init; }

    /// <summary>
    /// SHA-256 over the little-endian float32 weights of the saved model, in the order of its parameters, in hexadecimal digits; null
    /// where there is none.
    /// </summary>
    public string? WeightsSha256 { get; init; }

    /// <summary>
    /// A JSON object with what only runs of this kind of recipe have, such as the table of a study; null where there is nothing. Compared
    /// by reference.
    /// </summary>
    /// <exception cref="ArgumentException">The value is not a JSON object.</exception>
    public JsonElement? Details
    {
        get;
        init => field = value is null or { ValueKind: JsonValueKind.Object }
            ? value?.Clone()
            : throw new ArgumentException($"{nameof(Details)} expects a JSON object, received {value.Value.ValueKind}.", nameof(Details));
    }

    /// <summary>
    /// The result as a JSON object. NaN and infinities become null; returns of single episodes and confusion counts are left out.
    /// </summary>
    /// <param name="indented">Whether lines are broken, for people.</param>
    public string ToJson(bool indented = false) => RunResultFile.ToJson(this, indented);

    /// <summary>Reads what <see cref="ToJson"/> wrote, in this version or an earlier one.</summary>
    /// <param name="json">One JSON object.</param>
    /// <exception cref="DataFormatException">The text is not JSON, a key is missing, or a value has another type.</exception>
    public static RunResult FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return RunResultFile.FromJson(System.Text.Encoding.UTF8.GetBytes(json), "result");
    }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(RunResult), PrintMembers);
}
