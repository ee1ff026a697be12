namespace Epoche;

/// <summary>What a check of <see cref="AgentDoctor"/> came to.</summary>
public enum DoctorOutcome
{
    /// <summary>Nothing is wrong with it.</summary>
    Fine,

    /// <summary>Something is likely wrong.</summary>
    Alarm,

    /// <summary>It does not apply, or there was too little to look at.</summary>
    Skipped,
}

/// <summary>One check of an agent.</summary>
public sealed record DoctorCheck
{
    /// <summary>What was looked at, in a word or two.</summary>
    public required string Name { get; init => field = NotNull.Of(value); }

    /// <summary>What it came to.</summary>
    public required DoctorOutcome Outcome { get; init; }

    /// <summary>What was seen, with figures; where it was skipped, why.</summary>
    public required string Observed { get; init => field = NotNull.Of(value); }

    /// <summary>What is likely wrong; null unless it is an alarm.</summary>
    public string? Meaning { get; init; }

    /// <summary>What to try; null unless it is an alarm.</summary>
    public string? Remedy { get; init; }

    /// <summary>The key of the recipe to change, such as <c>optimizer.learning_rate</c>; null where it is none.</summary>
    public string? Key { get; init; }

    /// <summary>The figures by name, for programs.</summary>
    public IReadOnlyDictionary<string, double> Figures { get; init => field = NotNull.Of(value); } = new Dictionary<string, double>();

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Outcome}: {Observed}";

    internal static DoctorCheck Fine(string name, string observed) => Of(name, DoctorOutcome.Fine, observed);

    internal static DoctorCheck Skipped(string name, string why) => Of(name, DoctorOutcome.Skipped, why);

    internal static DoctorCheck Alarm(string name, string observed, string meaning, string remedy, string? key) =>
        Of(name, DoctorOutcome.Alarm, observed) with { Meaning = meaning, Remedy = remedy, Key = key };

    internal DoctorCheck With(params (string Name, double Value)[] figures) => this with
    {
        Figures = figures.ToDictionary(figure => figure.Name, figure => figure.Value),
    };

    private static DoctorCheck Of(string name, DoctorOutcome outcome, string observed) =>
        new() { Name = name, Outcome = outcome, Observed = observed };
}
