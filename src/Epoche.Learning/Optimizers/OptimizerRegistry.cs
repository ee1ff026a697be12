namespace Epoche;

/// <summary>The optimizers that recipes may name, with the settings that each takes beside the learning rate.</summary>
public static class OptimizerRegistry
{
    /// <summary>One optimizer.</summary>
    /// <param name="Name">Its name in recipes.</param>
    /// <param name="Settings">Names of its settings and their defaults.</param>
    /// <param name="Create">Makes one from a learning rate and the settings, in the order in which they stand.</param>
    public sealed record Entry(string Name, IReadOnlyList<(string Name, float Default)> Settings, Func<Schedule, float[], Optimizer> Create)
    {
        /// <summary>Its name in recipes.</summary>
        public string Name { get; init => field = NotNull.Of(value); } = NotNull.Of(Name);

        /// <summary>Names of its settings and their defaults.</summary>
        public IReadOnlyList<(string Name, float Default)> Settings { get; init => field = NotNull.Of(value); } = NotNull.Of(Settings);

        /// <summary>Makes one from a learning rate and the settings, in the order in which they stand.</summary>
        public Func<Schedule, float[], Optimizer> Create { get; init => field = NotNull.Of(value); } = NotNull.Of(Create);

        /// <inheritdoc/>
        public override string ToString() => RecordText.Of(nameof(Entry), PrintMembers);
    }

    /// <summary>All of them, from simple to complex.</summary>
    public static IReadOnlyList<Entry> All { get; } =
    [
        new("sgd", [("momentum", 0), ("nesterov", 0), ("weight_decay", 0)], (rate, s) => new Sgd(rate, s[0], s[1] != 0, s[2])),
        new("rmsprop", [("decay", 0.9f), ("epsilon", 1e-8f)], (rate, s) => new RmsProp(rate, s[0], s[1])),
        new(
            "rmsprop-graves", [("decay", 0.95f), ("momentum", 0.9f), ("epsilon", 1e-4f)],
            (rate, s) => new RmsPropGraves(rate, s[0], s[1], s[2])),
        new("adam", [("beta1", 0.9f), ("beta2", 0.999f), ("epsilon", 1e-8f)], (rate, s) => new Adam(rate, s[0], s[1], s[2])),
        new(
            "adamw", [("weight_decay", 0.01f), ("beta1", 0.9f), ("beta2", 0.999f), ("epsilon", 1e-8f)],
            (rate, s) => new AdamW(rate, s[0], s[1], s[2], s[3])),
        new("adamax", [("beta1", 0.9f), ("beta2", 0.999f), ("epsilon", 1e-8f)], (rate, s) => new Adamax(rate, s[0], s[1], s[2])),
        new(
            "nadam", [("beta1", 0.9f), ("beta2", 0.999f), ("epsilon", 1e-8f), ("momentum_decay", 0.004f)],
            (rate, s) => new NAdam(rate, s[0], s[1], s[2], s[3])),
        new("radam", [("beta1", 0.9f), ("beta2", 0.999f), ("epsilon", 1e-8f)], (rate, s) => new RAdam(rate, s[0], s[1], s[2])),
        new("lion", [("weight_decay", 0), ("beta1", 0.9f), ("beta2", 0.99f)], (rate, s) => new Lion(rate, s[0], s[1], s[2])),
    ];

    /// <summary>The optimizer with this name.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public static Entry Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return All.FirstOrDefault(entry => entry.Name == name)
        ?? throw new FormatException($"No optimizer is called '{name}'; known are {string.Join(", ", All.Select(entry => entry.Name))}.");
    }
}
