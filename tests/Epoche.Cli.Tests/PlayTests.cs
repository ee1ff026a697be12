using System.Text;
using System.Text.RegularExpressions;
using Epoche.Cli.Play;
using Epoche.Tracking.Tests.Support;

namespace Epoche.Cli.Tests;

/// <summary><c>epoche play</c>.</summary>
public sealed partial class PlayTests
{
    private static readonly string[] s_short =
    [
        "train", "cartpole", "--quiet", "--steps", "1100", "--set", "network.hidden=[16]", "--set", "evaluation.every_steps=1000",
        "--set", "evaluation.episodes=2", "--set", "evaluation.final_episodes=2",
    ];

    [Fact]
    public void Without_a_terminal_the_episode_becomes_a_film_in_the_runs_folder_which_the_output_names()
    {
        using TemporaryDirectory directory = new();
        CliRun.Of([.. s_short, "--runs", directory.Path]);
        string path = Path.Combine(directory["cartpole-0"], "play.gif");

        CliRun run = CliRun.Of("play", directory["cartpole-0"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(path, run.Out);
        GifDecoder film = GifDecoder.Decode(File.ReadAllBytes(path));
        Assert.True(film.Frames.Count > 3);
        Assert.All(film.Frames, frame => Assert.Contains(0xFFA24D, frame.Pixels)); // the pole, and the bar of the action that is taken
        Assert.Equal(100, film.Frames[^1].Delay); // the end stays for a second
    }

    [Fact]
    public void The_seed_decides_which_episode_is_shown()
    {
        using TemporaryDirectory directory = new();

        string[] outputs = [.. new[] { ("7", "a.gif"), ("7", "b.gif"), ("8", "c.gif") }.Select(
            p => CliRun.Of("play", "Catch-8x8", "--seed", p.Item1, "--gif", directory[p.Item2]).Out)];

        Assert.Contains("Catch-8x8, its scripted player, seed 7: return 99 in 501 steps", outputs[0]);
        Assert.Equal(File.ReadAllBytes(directory["a.gif"]), File.ReadAllBytes(directory["b.gif"]));
        Assert.NotEqual(File.ReadAllBytes(directory["a.gif"]), File.ReadAllBytes(directory["c.gif"]));
    }

    [Fact]
    public void A_pendulum_that_is_pushed_the_way_it_swings()
    {
        using TemporaryDirectory directory = new();

        CliRun run = CliRun.Of("play", "Pendulum-v1", "--gif", directory["p.gif"]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("Pendulum-v1, its scripted player, seed 0: return -", run.Out);
        Assert.Contains("in 200 steps", run.Out);
        Assert.True(GifDecoder.Decode(File.ReadAllBytes(directory["p.gif"])).Frames.Count > 100);
    }

    [Theory]
    [InlineData(
        "play Cave-48x48 --human",
        "--human needs a terminal for pictures and keys, and there is none here: standard input or output is a file or a pipe.")]
    [InlineData(
        "play Catch-8x8 --terminal",
        "--terminal needs a terminal, and standard output is none here. Use --gif FILE to write the episode to a file.")]
    [InlineData("play Catch-8x8 --human --gif x.gif", "--human is for the terminal alone; --gif and --mp4 film what an agent does.")]
    [InlineData(
        "play CartPole-v1",
        "CartPole-v1 has no scripted player. Watch an agent by 'epoche play RUN', or play yourself by 'epoche play CartPole-v1 "
        + "--human'.")]
    [InlineData(
        "play Pendulum-v1 --human",
        "--human needs a game with keys to press; Pendulum-v1 takes continuous([-2, 2]). Games: " + EnvironmentNames.WithKeys
        + ".")]
    [InlineData(
        "play Catch-8",
        "There is no run 'Catch-8'. Did you mean 'Catch-8x8'?\n  'epoche list' shows the runs; 'epoche train RECIPE' makes one.")]
    [InlineData(
        "play",
        "'epoche play' needs RUN: A run's folder, such as runs/cartpole-0, or a network of a study, such as runs/imitate-0/256; "
        + "or an environment's name or file of code, for --human or its scripted player.\n  See: epoche play --help")]
    public void What_cannot_be_played_is_an_error_that_says_why(string call, string message)
    {
        CliRun run = CliRun.Of(call.Split(' '));

        run.AssertFailed(2, message);
    }

    [Fact]
    public void A_film_without_ffmpeg_is_an_error_that_says_what_to_install()
    {
        using TemporaryDirectory directory = new();
        using ChildProcess process = new(["play", "Catch-8x8", "--mp4", directory["c.mp4"]], ("PATH", directory.Path));

        CliRun run = process.Wait();

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(
            "error: MP4 films are made by ffmpeg, and 'ffmpeg' could not be started. Install ffmpeg so that it is on the PATH, or make a "
            + "GIF instead.\n",
            run.Error.ReplaceLineEndings("\n"));
        Assert.Empty(Directory.GetFiles(directory.Path));
    }

    [Fact]
    public void In_a_terminal_the_episode_is_shown_and_the_terminal_given_back()
    {
        using StringWriter output = new(), error = new();

        int exitCode = CommandLine.Run(["play", "Catch-8x8", "--speed", "10000"], new Terminal(output, error, outIsTerminal: true));

        string shown = output.ToString();
        Assert.Equal((0, ""), (exitCode, error.ToString()));
        Assert.StartsWith("\e[?1049h\e[?25l\e[?7l", shown); // lines that are too long are cut, not wrapped
        Assert.Contains("▀", shown);
        Assert.Contains("the end", shown);
        Assert.Contains("\e[?7h\e[?25h\e[?1049lCatch-8x8, its scripted player, seed 0: return 99", shown);
    }

    [Theory]
    [InlineData(40, 24, 26, 26, false)]
    [InlineData(20, 30, 20, 20, false)]
    [InlineData(80, 24, 46, 46, true)]
    public void In_a_narrow_terminal_the_text_stands_below_the_picture(int columns, int rows, int width, int height, bool isBeside)
    {
        using StringWriter output = new();
        using TerminalScreen screen = new(output, columns, rows, aspectRatio: 1);
        output.GetStringBuilder().Clear();

        screen.Show(["CartPole-v1", "step   1", "return 2"]);

        Assert.Equal((width, height), (screen.Picture.Width, screen.Picture.Height));
        string[] lines = output.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines, line => Assert.InRange(Escape().Replace(line, "").Length, 0, columns));
        Assert.InRange(lines.Length, 1, rows - 1);
        Assert.Equal(isBeside, lines[0].Contains("CartPole-v1", StringComparison.Ordinal));
        Assert.Contains(lines, line => Escape().Replace(line, "").TrimStart('▀', ' ') == "return 2");
    }

    [Fact]
    public void A_character_shows_two_pixels_and_colours_are_written_where_they_change()
    {
        Canvas picture = new(3, 3, Rgba.Black);
        picture[2, 0] = Rgba.White;
        StringBuilder text = new();

        HalfBlocks.AppendLine(text, picture, 0);
        text.Append('|');
        HalfBlocks.AppendLine(text, picture, 1);

        Assert.Equal("\e[38;2;0;0;0m\e[48;2;0;0;0m▀▀\e[38;2;255;255;255m▀\e[0m|\e[38;2;0;0;0m\e[48;2;0;0;0m▀▀▀\e[0m", text.ToString());
    }

    [Fact]
    public void A_press_counts_for_one_step_where_a_game_has_rest_and_until_the_next_elsewhere()
    {
        Keyboard momentary = new(new Catch().ActionNames, 3), lasting = new(new CartPole().ActionNames, 2);

        Assert.True(momentary.Press(Key(ConsoleKey.RightArrow)));
        Assert.True(lasting.Press(Key(ConsoleKey.D)));

        Assert.Equal([2, 0, 0], [momentary.Next(), momentary.Next(), momentary.Next()]);
        Assert.Equal([1, 1, 1], [lasting.Next(), lasting.Next(), lasting.Next()]);
        Assert.True(lasting.Press(new ConsoleKeyInfo('0', ConsoleKey.D0, false, false, false)));
        Assert.Equal(0, lasting.Next());
        Assert.True(lasting.Press(Key(ConsoleKey.F5)));
        Assert.Equal(0, lasting.Next());
        Assert.False(lasting.Press(Key(ConsoleKey.Q)));
        Assert.Equal("← left  → right", momentary.Help);
    }

    [Fact]
    public void A_person_plays_by_keys_until_the_end()
    {
        using CatchBatch environment = new(1);
        using StringWriter output = new();
        using TerminalScreen screen = new(output, 80, 24, aspectRatio: 1);
        Queue<ConsoleKey> keys = new([ConsoleKey.Spacebar]);

        (int steps, double sum, bool isOver) = new HumanGame(
            environment, new Catch(), screen, () => keys.TryDequeue(out ConsoleKey key) ? Key(key) : null)
            .Play(seed: 0, stepSeconds: 1e-4, CancellationToken.None);

        Assert.True(isOver);
        Assert.InRange(steps, 7, 501);
        Assert.Equal(sum + 1, (steps - 7) / 5, 1.0); // a ball every fifth step, caught but for the last one
        Assert.Contains("any key starts", output.ToString());
        Assert.Equal((46, 46), (screen.Picture.Width, screen.Picture.Height));
    }

    [Fact]
    public void A_person_may_leave()
    {
        using CartPoleBatch environment = new(1);
        using TerminalScreen screen = new(TextWriter.Null, 60, 20, aspectRatio: 1.6);
        Queue<ConsoleKey> keys = new([ConsoleKey.RightArrow, ConsoleKey.Escape]);

        (int steps, _, bool isOver) = new HumanGame(
            environment, new CartPole(), screen, () => keys.TryDequeue(out ConsoleKey key) ? Key(key) : null)
            .Play(seed: 0, stepSeconds: 1e-4, CancellationToken.None);

        Assert.Equal((0, false), (steps, isOver));
        Assert.True(screen.Picture.Width <= 30);
    }

    /// <summary>A board game stands still between keys, and takes none that the state forbids.</summary>
    [Fact]
    public void A_taxi_waits_for_keys_that_have_an_effect()
    {
        using IBatchEnvironment environment = Taxi.Batch(1);
        using StringWriter output = new();
        using TerminalScreen screen = new(output, 80, 24, aspectRatio: 1);
        // Out of the lower edge into the upper one, and so on: at most four steps down and four up; pick-ups elsewhere do nothing.
        Queue<ConsoleKey> keys = new([
            .. Enumerable.Repeat(ConsoleKey.DownArrow, 9), ConsoleKey.O, .. Enumerable.Repeat(ConsoleKey.UpArrow, 9), ConsoleKey.Q,
        ]);

        (int steps, double sum, bool isOver) = new HumanGame(
            environment, new Taxi(), screen, () => keys.TryDequeue(out ConsoleKey key) ? Key(key) : null)
            .Play(seed: 0, stepSeconds: 10, CancellationToken.None);

        Assert.Equal((-steps, false), (sum, isOver));
        Assert.InRange(steps, 4, 8);
        Assert.Contains("it waits for you", output.ToString());
        Assert.Contains("↓ south  ↑ north  → east  ← west  p pickup  o dropoff", output.ToString());
    }

    [Fact]
    public void Arrow_keys_push_a_car_whose_force_is_a_number()
    {
        using IBatchEnvironment environment = MountainCarContinuous.Batch(1);
        using TerminalScreen screen = new(TextWriter.Null, 60, 20, aspectRatio: 1.5);
        int asked = 0;

        (int steps, double sum, _) = new HumanGame(
            environment, new MountainCarContinuous(), screen,
            () => asked++ switch { 0 => Key(ConsoleKey.RightArrow), 1 => null, 4 => Key(ConsoleKey.Q), _ => null })
            .Play(seed: 0, stepSeconds: 1e-4, CancellationToken.None);

        Assert.Equal((3, -0.1), (steps, Math.Round(sum, 6))); // one press is one step of full force; then it rolls
    }

    [Fact]
    public void What_a_person_saw_and_did_can_be_recorded()
    {
        using IBatchEnvironment environment = MountainCarContinuous.Batch(1);
        using TerminalScreen screen = new(TextWriter.Null, 60, 20, aspectRatio: 1.5);
        Demonstrations pairs = new(environment.Spec);
        int asked = 0;

        new HumanGame(
            environment, new MountainCarContinuous(), screen,
            () => asked++ switch { 0 => Key(ConsoleKey.RightArrow), 1 => null, 4 => Key(ConsoleKey.Q), _ => null }, pairs)
            .Play(seed: 0, stepSeconds: 1e-4, CancellationToken.None);

        Dataset data = pairs.ToDataset();
        Assert.Equal([1f, 0f, 0f], data.Targets().ToArray());
        Assert.All(Enumerable.Range(0, 3), i => Assert.InRange(data.Input(i)[0], -0.61f, -0.39f));
    }

    private static ConsoleKeyInfo Key(ConsoleKey key) => new('\0', key, shift: false, alt: false, control: false);

    [GeneratedRegex("\\e\\[[0-9;?]*[A-Za-z]")]
    private static partial Regex Escape();
}
