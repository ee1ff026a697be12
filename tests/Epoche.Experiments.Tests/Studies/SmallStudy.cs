namespace Epoche.Experiments.Tests.Studies;

/// <summary>Studies of a second or less: tables that learn to walk past a cliff.</summary>
internal static class SmallStudy
{
    public const string Head = """
        # A walk past the cliff
        recipe: cliff
        trials: 10
        seeds: 2
        test_seeds: 0
        lag: 7
        set: {evaluation.final_episodes: 5, steps: 3000}
        tuning: {steps: 1500}
        """;

    public const string Space = """

        space:
          step_size: {float: 0.01..1, log: true}
          epsilon: {float: 0..0.5}
          method: {choice: [q-learning, sarsa]}
          discount: {float: 0.5..1}
        """;

    /// <summary>A study with some more lines, or with others in the place of keys that it has.</summary>
    public static RecipeStudy Of(string more = "", string space = Space, params IReadOnlyList<string> set) =>
        RecipeStudy.Parse(Text(more, space), set);

    public static RecipeText Text(string more = "", string space = Space) => new("walk", "walk.yaml", $"{Head}\n{more}{space}\n");

    /// <summary>One of deep Q-learning, which evaluates on the way.</summary>
    public static RecipeText Poles(string pruner) => new("poles", "poles.yaml", $$"""
        # Poles
        recipe: cartpole
        trials: 5
        seeds: 1
        test_seeds: 0
        lag: 2
        tuning:
          steps: 1600
          warm_up_steps: 150
          train_every_steps: 4
          updates_per_train: 8
          evaluation: {every_steps: 200, episodes: 3, final_episodes: 5, stop_when_perfect: false}
        pruner: {{pruner}}
        enqueue: [{optimizer.learning_rate: 3.7e-3, network.hidden: [16, 16]}] # good
        space:
          optimizer.learning_rate: {float: 1e-4..1e-1, log: true}
          network.hidden: {depth: 1..2, width: 4..16, step: 4}
        """);
}
