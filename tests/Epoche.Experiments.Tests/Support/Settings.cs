namespace Epoche.Experiments.Tests.Support;

/// <summary>Recipes cut down to a second.</summary>
internal static class Settings
{
    public static IReadOnlyList<string> CartPole { get; } =
    [
        "steps=1500", "network.hidden=[16]", "train_every_steps=16", "updates_per_train=8", "evaluation.every_steps=500",
        "evaluation.episodes=10", "evaluation.final_episodes=50",
    ];

    public static IReadOnlyList<string> Digits { get; } =
    [
        "steps=60", "drawings=1000", "validation_examples=100", "network.hidden=[4]",
        "network.convolutions=[{filters: 2, kernel_size: 5, strides: 4}]",
    ];

    public static IReadOnlyList<string> Refuse { get; } =
    [
        "steps=40", "epochs=6", "drawings=1000", "validation_examples=200",
        "network.hidden=[4]", "ensemble.members=2", "refusal.scores={entropy: 1}",
        "network.convolutions=[{filters: 2, kernel_size: 5, strides: 4}]",
    ];

    /// <summary>Of <c>mnist-bnn</c>.</summary>
    public static IReadOnlyList<string> Variational { get; } =
    [
        "data=digits", "drawings=1000", "epochs=2", "validation_examples=200", "network.hidden=[4]", "prediction.samples=2",
        "refusal.scores={entropy: 1}",
    ];
}
