using System.CommandLine;

namespace Epoche.Cli.Commands;

/// <summary><c>epoche play RUN</c>, and <c>epoche play NAME --human</c>.</summary>
internal sealed class PlayCommand : EpocheCommand
{
    private const double SlowestHumanStep = 0.06; // seconds: CartPole at its own speed is too fast for fingers
    private const string FilmName = "play.gif";

    private readonly Argument<string> _what = new("RUN")
    {
        HelpName = "RUN",
        Description = "A run's folder, such as runs/cartpole-0, or a network of a study, such as runs/imitate-0/256; "
            + "or an environment's name or file of code, for --human or its scripted player",
    };
    private readonly Option<string?> _gif = CliOption.Text("--gif", "FILE", "Write the episode as a GIF");
    private readonly Option<string?> _mp4 = CliOption.Text("--mp4", "FILE", "Write the episode as an MP4 film; needs ffmpeg");
    private readonly Option<bool> _terminal = CliOption.Flag("--terminal", "Play in the terminal (the default if there is one)");
    private readonly Option<bool> _human = CliOption.Flag("--human", "Play yourself, with the keyboard, in the terminal");
    private readonly Option<string?> _record = CliOption.Text(
        "--record", "FILE", "With --human: add what you saw and did to a CSV file, from which a program can learn to play like you");
    private readonly Option<ulong?> _seed = CliOption.Seed("Which episode (default: 0): the first that 'epoche eval' plays with this seed");
    private readonly Option<int?> _percent = CliOption.WholeNumber(
        "--speed", "How fast in the terminal, in percent (default: 100)", maximum: 10_000);

    private readonly Option<bool> _trust = CliOption.Trust();
    private readonly ExperimentOptions _experiments;

    public PlayCommand(Terminal terminal, ExperimentOptions experiments)
        : base(terminal, "play", "Watch a run's agent play, its action values beside the game; or play yourself")
    {
        _experiments = experiments;
        Add(_what);
        foreach (Option option in (Option[])[_gif, _mp4, _terminal, _human, _record, _seed, _percent, _trust])
        {
            Add(option);
        }

        SetAction(Execute);
    }

    public override IReadOnlyList<(string, string)> Examples { get; } =
    [
        ("epoche play runs/cartpole-0", "in the terminal"),
        ("epoche play runs/cartpole-0 --gif cartpole.gif --seed 3", "another episode, as a GIF"),
        ("epoche play Catch-16x16 --gif catch.gif", "the environment's scripted player"),
        ("epoche play Cave-48x48 --human", "you"),
        ("epoche play MountainCar-v0 --human --record me.csv", "and what you did, for a program that learns from it"),
    ];

    private int Execute(ParseResult parsed)
    {
        string what = parsed.GetValue(_what)!;
        ulong seed = parsed.GetValue(_seed) ?? 0;
        string? gif = parsed.GetValue(_gif), mp4 = parsed.GetValue(_mp4);
        if (parsed.GetValue(_human))
        {
            return PlayYourself(what, seed, parsed, gif ?? mp4);
        }

        if (parsed.GetValue(_record) is not null)
        {
            throw new CliException("--record needs --human: it records what a person does. Demonstrations.Record does so of any policy.");
        }

        bool inTerminal = parsed.GetValue(_terminal);
        if (inTerminal && !Terminal.OutIsTerminal)
        {
            throw new CliException(
                "--terminal needs a terminal, and standard output is none here. Use --gif FILE to write the episode to a file.");
        }

        using Interruption interruption = new();
        try
        {
            Stage stage = Find(what, parsed.GetValue(_trust));
            Perform(stage, seed, gif, mp4, inTerminal, (parsed.GetValue(_percent) ?? 100) / 100.0, interruption.Token);
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            // Ctrl-C: the exit code says so.
        }

        return interruption.ExitCode;
    }

    private void Perform(Stage stage, ulong seed, string? gif, string? mp4, bool inTerminal, double speed, CancellationToken cancellation)
    {
        EpisodeRecording episode;
        using (stage.Environment)
        {
            episode = EpisodeRecording.Play(stage.Environment, stage.Policy, Seeds.UserEvaluation(seed), ct: cancellation);
        }

        if (inTerminal || (gif is null && mp4 is null && Terminal.OutIsTerminal))
        {
            using TerminalScreen screen = Screen(stage.Game);
            TerminalTheatre.Show(episode, stage.Game, screen, speed, cancellation);
        }
        else if (gif is null && mp4 is null)
        {
            gif = PathText.Native(Path.Combine(stage.Folder ?? ".", FilmName));
        }

        Terminal.Out.WriteLine($"{episode.Spec.Name}, {stage.Player}, seed {seed}: return {Format.Return(episode.Return)} in "
            + $"{Format.Count(episode.Steps.Count, "step")}");
        Films(episode, stage.Game, gif, mp4, cancellation);
    }

    private void Films(EpisodeRecording episode, IDrawable game, string? gif, string? mp4, CancellationToken cancellation)
    {
        EpisodeFilm film = new(episode, game);
        if (gif is not null)
        {
            byte[] bytes = EpisodeGif.Of(film, cancellation).ToArray();
            NewFolder.Make(Path.GetDirectoryName(Path.GetFullPath(gif))!);
            AtomicFile.Write(gif, bytes);
            Terminal.Out.WriteLine($"GIF:  {gif} ({Format.Duration(film.FrameCount * film.FrameDuration.TotalSeconds)}, "
                + $"{Format.Count(Math.Ceiling(bytes.Length / 1024.0))} KB)");
        }

        if (mp4 is not null)
        {
            try
            {
                using Mp4Writer writer = new(mp4, film.Width, film.Height, 1 / film.FrameDuration.TotalSeconds);
                foreach (Canvas frame in film.Frames())
                {
                    cancellation.ThrowIfCancellationRequested();
                    writer.Add(frame);
                }

                writer.Finish();
            }
            catch (PlatformNotSupportedException exception)
            {
                throw new CliException(exception.Message, ExitCode.Failure, exception);
            }

            Terminal.Out.WriteLine($"MP4:  {mp4}");
        }
    }

    private int PlayYourself(string name, ulong seed, ParseResult parsed, string? file)
    {
        if (file is not null)
        {
            throw new CliException("--human is for the terminal alone; --gif and --mp4 film what an agent does.");
        }

        EnvironmentEntry entry = EnvCommand.Find(name, Code(parsed.GetValue(_trust)));
        IDrawable game = PictureOf(entry);
        if (!HumanGame.CanBePlayed(entry.Spec, game))
        {
            IEnumerable<string> others =
                EnvironmentRegistry.All.Where(e => e.Picture is { } picture && HumanGame.CanBePlayed(e.Spec, picture)).Select(e => e.Name);
            throw new CliException(
                $"--human needs a game with keys to press; {entry.Name} takes {entry.Spec.Actions}. Games: {string.Join(", ", others)}.");
        }

        if (!Terminal.OutIsTerminal || !Terminal.InIsTerminal)
        {
            throw new CliException(
                "--human needs a terminal for pictures and keys, and there is none here: standard input or output is a file or a pipe.");
        }

        string? path = parsed.GetValue(_record);
        Demonstrations? pairs = path is null ? null : File.Exists(path) ? Demonstrations.Read(path, entry.Spec) : new(entry.Spec);
        using Interruption interruption = new();
        using IBatchEnvironment environment = entry.CreateBatch(1);
        (int Steps, double Return, bool IsOver) end;
        using (TerminalScreen screen = Screen(game))
        {
            double seconds = Math.Max(game.StepSeconds, SlowestHumanStep) * 100 / (parsed.GetValue(_percent) ?? 100);
            end = new HumanGame(environment, game, screen, () => Console.KeyAvailable ? Console.ReadKey(intercept: true) : null, pairs)
                .Play(Seeds.UserEvaluation(seed), seconds, interruption.Token);
        }

        Terminal.Out.WriteLine($"{entry.Name}, you, seed {seed}: return {Format.Return(end.Return)} in "
            + $"{Format.Count(end.Steps, "step")}{(end.IsOver ? "" : ", not to the end")}");
        if (pairs is { Count: > 0 })
        {
            pairs.Save(path!);
            Terminal.Out.WriteLine($"CSV:  {path} ({Format.Count(pairs.Count, "pair")})");
        }

        return interruption.ExitCode;
    }

    private TerminalScreen Screen(IDrawable game) => new(Terminal.Out.Raw, Console.WindowWidth, Console.WindowHeight, game.AspectRatio);

    /// <summary>The run with its agent, or the environment with its scripted player.</summary>
    private Stage Find(string what, bool isTrusted)
    {
        if (EnvironmentCode.IsCode(what) || MarketFile.IsMarket(what)
            || EnvironmentRegistry.All.Any(e => e.Name.Equals(what, StringComparison.OrdinalIgnoreCase)))
        {
            EnvironmentEntry entry = EnvCommand.Find(what, Code(isTrusted));
            bool hasKeys = entry.Picture is { } picture && HumanGame.CanBePlayed(entry.Spec, picture);
            ScriptedPlayer player = entry.Player ?? EnergyPump.For(entry) ?? throw new CliException(
                $"{entry.Name} has no scripted player. Watch an agent by 'epoche play "
                + $"RUN'{(hasKeys ? $", or play yourself by 'epoche play {entry.Name} --human'" : "")}.");
            IBatchEnvironment seen = entry.CreateStacked(1, player.Frames);
            return new(PictureOf(entry), seen, player.Create(seen.Spec), "its scripted player", Folder: null);
        }

        ExperimentOptions experiments = Trusting(isTrusted, _experiments);
        if (FindNetwork(what, experiments) is { } network)
        {
            return network;
        }

        ExperimentRun run = Open(what, experiments);
        IPlaysGames agent = run.Capability<IPlaysGames>() ?? throw new CliException(
            $"'{run}' trains no agent, so nothing can be played. Its report shows what it learned: epoche report {run}");
        return Of(agent, run.Folder, Path.GetFileName(run.Folder.Path), run.Folder.Path);
    }

    /// <summary>The run; a name of an environment may have been meant too.</summary>
    private ExperimentRun Open(string what, ExperimentOptions experiments)
    {
        ExperimentRun run = Experiment.Open(RunFolder.Open(what, EnvironmentRegistry.All.Select(e => e.Name)), experiments);
        Warn(run.Recipe);
        return run;
    }

    /// <summary>A network of a run that has several, each in a folder of its own within the run; null where it is none.</summary>
    private static Stage? FindNetwork(string folder, ExperimentOptions experiments)
    {
        string path = Path.TrimEndingDirectorySeparator(folder);
        if (RunFolder.IsRun(path) || !Directory.Exists(path) || Path.GetDirectoryName(path) is not { } parent
            || !RunFolder.IsRun(parent.Length > 0 ? parent : "."))
        {
            return null;
        }

        ExperimentRun run = Experiment.Open(parent.Length > 0 ? parent : ".", experiments);
        string name = Path.GetFileName(path);
        return run.Player(name) is { } player ? Of(player, run.Folder, $"network {name}", path) : null;
    }

    private static Stage Of(IPlaysGames player, RunFolder run, string name, string folder) =>
        new(PictureOf(player.Environment), player.CreateEnvironment(1), player.LoadPolicy(run), name, folder);

    private static IDrawable PictureOf(EnvironmentEntry entry) => entry.Picture
        ?? throw new CliException($"{entry.Name} has no picture: its environment does not implement IDrawable.");

    private sealed record Stage(IDrawable Game, IBatchEnvironment Environment, IPolicy Policy, string Player, string? Folder);
}
