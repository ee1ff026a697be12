using System.CommandLine;
using Epoche.Cli.Imitation;
using Epoche.Cli.Recipes;
using Epoche.Cli.Recording;
using Epoche.Cli.Runs;
using Epoche.Cli.Training;

namespace Epoche.Cli.Commands;

/// <summary><c>epoche resume RUN</c>.</summary>
internal sealed class ResumeCommand : EpocheCommand
{
    private readonly Argument<string> _run = new("RUN") { HelpName = "RUN", Description = "The run's folder, such as runs/cartpole-0" };
    private readonly Option<int?> _steps = CliOption.WholeNumber(
        "--steps", "Train until this many steps in all, more or fewer than the recipe says; schedules keep their length");
    private readonly Option<int?> _threads = CliOption.Threads();
    private readonly Option<bool> _json = CliOption.Json();
    private readonly Option<bool> _quiet = CliOption.Flag("--quiet", "No progress: only the result");

    public ResumeCommand(Terminal terminal)
        : base(terminal, "resume", "Go on with a run that was interrupted or killed; its result is that of a run that was not, bit for bit")
    {
        Add(_run);
        foreach (Option option in (Option[])[_steps, _threads, _json, _quiet])
        {
            Add(option);
        }

        SetAction(Execute);
    }

    public override IReadOnlyList<(string, string)> Examples { get; } =
    [
        ("epoche resume runs/cartpole-0", "from its newest checkpoint to its end; of a run that has ended, prints the result"),
        ("epoche resume runs/cartpole-0 --steps 100000", "go on learning beyond the recipe"),
    ];

    private int Execute(ParseResult parsed)
    {
        Terminal messages = Terminal.ForJson(parsed.GetValue(_json));
        TrainingCall call = new(Terminal, messages, parsed.GetValue(_quiet), parsed.GetValue(_json));
        RunFolder folder = RunFolder.Open(parsed.GetValue(_run)!);
        Recipe recipe = RecipeReader.Read(folder);
        Threads.Use(parsed.GetValue(_threads));
        if (recipe is ImitationRecipe imitation)
        {
            _ = parsed.GetValue(_steps) is { } more ? imitation.With(new(more, PastEnd: false)) : imitation;
            return new ImitationCall(Terminal, messages, parsed.GetValue(_quiet), parsed.GetValue(_json)).Execute(folder, imitation, isNew: false);
        }

        long? wanted = parsed.GetValue(_steps);
        if (folder.ReadResult() is { } ended && HasEnded(ended, wanted))
        {
            call.Print(recipe, ended with { Run = folder.Path }); // needs no lock, and no right to write
            return ended.Status == RunStatus.Failed ? ExitCode.Failure : ExitCode.Success;
        }

        using RunRecorder recorder = new(folder, recipe, messages.Error);
        using RunSession session = RunSession.Open(folder, isNew: false, parsed.GetValue(_quiet) ? messages.Error : messages.Out, recorder);
        if (wanted is { } steps)
        {
            Extend(folder, steps);
        }

        if (folder.ReadExtension() is { } extension)
        {
            recipe = recipe.With(extension);
        }

        Workload workload = Workload.Of(recipe);
        workload.Prepare();
        return call.Execute(folder, recipe, workload, session, recorder);
    }

    private static bool HasEnded(RunResult result, long? wanted) => result.Status switch
    {
        RunStatus.Complete => wanted is null || wanted <= StepsOf(result),
        RunStatus.Failed => true, // it would fail again, at the same step
        _ => false,
    };

    private static void Extend(RunFolder folder, long steps)
    {
        if (folder.CheckpointStep is { } done && steps < done)
        {
            throw new CliException(
                $"--steps {Format.Count(steps)} is the number of steps in all, and the run '{folder.Path}' has {Format.Count(done)} already. Give more, or none to train as its recipe says.");
        }

        folder.Extend(new(steps, folder.ReadResult()?.Status == RunStatus.Complete || folder.ReadExtension() is { PastEnd: true }));
    }

    /// <summary>Environment steps, or updates where there is no environment: what recipes count.</summary>
    private static long StepsOf(RunResult result) => result.EnvSteps is > 0 and long steps ? steps : result.Updates ?? 0;
}
