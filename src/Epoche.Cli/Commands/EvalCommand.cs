using System.CommandLine;
using Epoche.Cli.Recipes;
using Epoche.Cli.Runs;
using Epoche.Cli.Training;

namespace Epoche.Cli.Commands;

/// <summary><c>epoche eval RUN</c>.</summary>
internal sealed class EvalCommand : EpocheCommand
{
    private readonly Argument<string> _run = new("RUN") { HelpName = "RUN", Description = "The run's folder, such as runs/cartpole-0" };
    private readonly Option<int?> _episodes = CliOption.WholeNumber(
        "--episodes",
        "How many episodes of an agent (default: as the recipe says); classifiers are evaluated on their whole test set", maximum: 10_000_000);
    private readonly Option<ulong?> _seed = CliOption.Seed("The seed of an agent's episodes (default: 0); none of them is one that training saw");
    private readonly Option<int?> _threads = CliOption.Threads();
    private readonly Option<bool> _json = CliOption.Json();

    public EvalCommand(Terminal terminal)
        : base(terminal, "eval", "Evaluate a run's model on episodes, or examples, that training never saw")
    {
        Add(_run);
        foreach (Option option in (Option[])[_episodes, _seed, _threads, _json])
        {
            Add(option);
        }

        SetAction(Execute);
    }

    public override IReadOnlyList<(string, string)> Examples { get; } =
    [
        ("epoche eval runs/cartpole-0", "1,000 greedy episodes"),
        ("epoche eval runs/cartpole-0 --episodes 10000 --seed 5", "more of them, others"),
    ];

    private int Execute(ParseResult parsed)
    {
        Terminal messages = Terminal.ForJson(parsed.GetValue(_json));
        RunFolder folder = RunFolder.Open(parsed.GetValue(_run)!);
        Recipe recipe = RecipeReader.Read(folder);
        if (recipe is ClassifierRecipe)
        {
            RefuseEpisodes(parsed, folder, _episodes, _seed);
        }

        Workload workload = Workload.Of(recipe);
        ulong seed = parsed.GetValue(_seed) ?? 0;
        Threads.Use(parsed.GetValue(_threads));
        TrainedModel model = workload.Load(folder);
        EvaluationResult evaluation = workload.Evaluate(model, parsed.GetValue(_episodes), Seeds.UserEvaluation(seed), CancellationToken.None);
        RunResult? trained = folder.ReadResult();
        RunResult result = new()
        {
            Run = folder.Path,
            Recipe = recipe.Name,
            Seed = seed,
            Status = trained?.Status ?? RunStatus.Interrupted,
            TrainSeconds = trained?.TrainSeconds,
            EnvSteps = trained?.EnvSteps,
            Updates = trained?.Updates,
            Evaluation = evaluation,
            WeightsSha256 = model.WeightsSha256,
            WallSeconds = ProcessClock.SecondsSinceStart(),
        };
        messages.Out.WriteLine(ResultReport.Sentence(evaluation));
        if (parsed.GetValue(_json))
        {
            Terminal.Out.WriteLine(RunResultJson.Write(result, indented: false));
        }

        return ExitCode.Success;
    }

    private static void RefuseEpisodes(ParseResult parsed, RunFolder folder, params Option[] options)
    {
        if (options.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } given)
        {
            throw new CliException($"'{folder.Path}' is a classifier, which is always evaluated on its whole test set: {given.Name} is for agents. Leave it out.");
        }
    }
}
