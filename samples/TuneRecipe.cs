#:project ../src/Epoche.Experiments
// Searches for settings of a recipe, and tests the best on unseen seeds.  Run it:  dotnet run -c Release samples/TuneRecipe.cs
using Epoche;

RecipeText text = new("short-poles", "short-poles.yaml", """
    # CartPole in a tenth of its steps
    recipe: cartpole
    tuning: {steps: 5_000, evaluation.final_episodes: 100}
    set: {steps: 8_000}
    pruner: wilcoxon
    enqueue: [recipe]
    space:
      optimizer.learning_rate: {float: 1e-4..1e-2, log: true}
      replay.n_step: {int: 1..5}
      network.hidden: {depth: 1..2, width: 32..64, step: 32}
    """);
RecipeStudy study = RecipeStudy.Parse(text, ["trials=6", "seeds=2", "test_seeds=2"]);
RecipeStudyResult result = study.Run("studies"); // run again, it continues; with other jobs or in several processes, it is the same study
Console.WriteLine($"{string.Join(", ", result.Settings)}; {result.Test}");
Directory.Delete(result.Folder, recursive: true);
