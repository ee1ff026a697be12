using Epoche.Experiments;

namespace Epoche;

/// <summary>What <see cref="AgentDoctor"/> found.</summary>
public sealed record DoctorReport
{
    /// <summary>The recipe's name, or the run's folder.</summary>
    public required string Subject { get; init => field = NotNull.Of(value); }

    /// <summary>The environment's name.</summary>
    public required string Environment { get; init => field = NotNull.Of(value); }

    /// <summary>Whether it looked at the model of a run; otherwise at one that it trained itself, for a short time.</summary>
    public required bool IsRun { get; init; }

    /// <summary>Environment steps of its own training.</summary>
    public required long Steps { get; init; }

    /// <summary>Updates of its own training.</summary>
    public required long Updates { get; init; }

    /// <summary>Every check, causes before what they cause.</summary>
    public required IReadOnlyList<DoctorCheck> Checks { get; init => field = Elements.Of(value); }

    /// <summary>The alarms; the first is the one to begin with, for it may cause the others.</summary>
    public IReadOnlyList<DoctorCheck> Alarms => [.. Checks.Where(check => check.Outcome == DoctorOutcome.Alarm)];

    /// <summary>Whether there is no alarm.</summary>
    public bool IsHealthy => Alarms.Count == 0;

    /// <summary>All of it as a JSON object; NaN and infinities become null.</summary>
    public string ToJson() => JsonText.Object(json =>
    {
        json.WriteString("subject", PathText.Portable(Subject));
        json.WriteString("environment", Environment);
        json.WriteBoolean("run", IsRun);
        json.WriteBoolean("healthy", IsHealthy);
        json.WriteNumber("steps", Steps);
        json.WriteNumber("updates", Updates);
        json.WriteStartArray("checks");
        foreach (DoctorCheck check in Checks)
        {
            json.WriteStartObject();
            json.WriteString("name", check.Name);
            json.WriteString("outcome", check.Outcome.ToString().ToLowerInvariant());
            json.WriteString("observed", check.Observed);
            json.WriteString("meaning", check.Meaning);
            json.WriteString("remedy", check.Remedy);
            json.WriteString("key", check.Key);
            json.WriteStartObject("figures");
            foreach ((string name, double value) in check.Figures.OrderBy(figure => figure.Key, StringComparer.Ordinal))
            {
                json.Finite(name, value);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <inheritdoc/>
    public override string ToString() => IsHealthy ? $"{Subject}: healthy" : $"{Subject}: {string.Join("; ", Alarms)}";
}
