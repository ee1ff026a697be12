using System.CommandLine;
using Epoche.Cli.Progress;
using Epoche.Cli.Recipes;
using Epoche.Cli.Runs;
using Epoche.Cli.Training;

namespace Epoche.Cli.Commands;

/// <summary><c>epoche train RECIPE</c>.</summary>
internal sealed class TrainCommand : EpocheCommand
{
    private readonly Argument<string> _recipe = new("RECIPE")
    {
        HelpName = "RECIPE",
        Description = "A recipe's name (see 'epoche list') or the path of your own YAML file",
    };
    private readonly Option<ulong?> _seed = CliOption.Seed(
        "The seed of everything random; the same seed gives the same weights, bit for bit");
    private readonly Option<int?> _steps = CliOption.WholeNumber(
        "--steps", "Train for no more than this many environment steps (or optimizer steps, where there is no environment)");
    private readonly Option<string[]> _set = CliOption.Texts(
        "--set", "KEY=VALUE", "Override a key of the recipe, such as optimizer.learning_rate=1e-3; can be repeated");
    private readonly Option<string?> _runs = CliOption.Text(
        "--runs", "DIR", $"The directory of runs (default: {RunFolder.DefaultDirectory})");
    private readonly Option<string?> _name = CliOption.Text(
        "--name", "NAME", "The run's folder in it (default: RECIPE-SEED, with a counter where that exists)");
    private readonly Option<int?> _threads = CliOption.Threads();
    private readonly Option<bool> _json = CliOption.Json();
    private readonly Option<bool> _quiet = CliOption.Flag("--quiet", "No progress: only the result");

    public TrainCommand(Terminal terminal)
        : base(terminal, "train", "Train a recipe; the run becomes a folder with the recipe, the best model and the result")
    {
        Add(_recipe);
        foreach (Option option in (Option[])[_seed, _steps, _set, _runs, _name, _threads, _json, _quiet])
        {
            Add(option);
        }

        SetAction(Execute);
    }

    public override IReadOnlyList<(string, string)> Examples { get; } =
    [
        ("epoche train cartpole", "a perfect CartPole agent, in seconds"),
        ("epoche train cartpole --seed 7 --name lucky", "another seed, as runs/lucky"),
        ("epoche train cartpole --set epsilon.end=0.1", "one setting changed"),
        ("epoche train my.yaml --json | tail -1", "your own recipe; the result for a program"),
    ];

    private int Execute(ParseResult parsed)
    {
        Terminal messages = Terminal.ForJson(parsed.GetValue(_json));
        RecipeText text = RecipeCatalog.Find(parsed.GetValue(_recipe)!);
        Threads.Use(parsed.GetValue(_threads));
        Recipe recipe = RecipeReader.Read(text, parsed.GetValue(_set)!, parsed.GetValue(_seed), parsed.GetValue(_steps));
        Workload workload = Workload.Of(recipe);
        workload.Prepare();
        RunFolder folder = RunFolder.Create(
            parsed.GetValue(_runs) ?? RunFolder.DefaultDirectory, parsed.GetValue(_name), $"{recipe.Name}-{recipe.Seed}", recipe.ResolvedYaml);

        using Interruption interruption = new();
        TrainingOutcome outcome;
        using (IProgressView view = ProgressViews.For(messages, parsed.GetValue(_quiet), $"{recipe.Name} · seed {recipe.Seed}"))
        {
            outcome = workload.Train(view, interruption.Token);
        }

        RunResult result = Finish(folder, recipe, workload, outcome, interruption.Token);
        ResultReport.Training(messages.Out, result);
        if (parsed.GetValue(_json))
        {
            Terminal.Out.WriteLine(RunResultJson.Write(result, indented: false));
        }

        return outcome.Status == RunStatus.Failed ? ExitCode.Failure : interruption.ExitCode;
    }

    /// <summary>Saves the model, judges what was saved, and saves the result.</summary>
    private static RunResult Finish(RunFolder folder, Recipe recipe, Workload workload, TrainingOutcome outcome, CancellationToken cancellation)
    {
        folder.SaveModel(outcome.Model);
        EvaluationResult? evaluation = outcome.Judged;
        if (outcome.Status == RunStatus.Complete)
        {
            try
            {
                evaluation = workload.Evaluate(folder.LoadModel(), episodes: null, Seeds.FinalEvaluation(recipe.Seed), cancellation);
            }
            catch (OperationCanceledException)
            {
                // Training is complete; of the evaluation, the one that selected the model remains.
            }
        }

        RunResult result = new()
        {
            Run = folder.Path,
            Recipe = recipe.Name,
            Seed = recipe.Seed,
            Status = outcome.Status,
            Problem = outcome.Problem,
            TrainSeconds = outcome.Seconds,
            EnvSteps = outcome.EnvSteps,
            Updates = outcome.Updates,
            Evaluation = evaluation,
            WeightsSha256 = WeightsHash.Compute(outcome.Model.Parameters.Values),
            WallSeconds = ProcessClock.SecondsSinceStart(),
        };
        folder.WriteResult(result);
        return result;
    }
}
