using System.Text;
using Epoche.Cli.Comparison;
using Epoche.Cli.Recipes;
using Epoche.Cli.Recording;
using Epoche.Cli.Runs;

namespace Epoche.Cli.Gallery;

/// <summary>Makes the gallery: everything in it comes from runs that it trains itself, with fixed seeds.</summary>
/// <param name="directory">Where the page goes, and the pictures in a folder beside it.</param>
/// <param name="terminal">Where progress is told.</param>
/// <param name="overrides">Keys of the recipe that are changed, for tests.</param>
internal sealed class GalleryMaker(string directory, Terminal terminal, params IReadOnlyList<string> overrides)
{
    private const double FilmSeconds = 6;

    private readonly string _pictures = Path.Combine(directory, "pictures");
    private readonly StringBuilder _page = new();
    private long _bytes;

    public void Make()
    {
        Directory.CreateDirectory(_pictures);
        _page.Append("# Gallery\n\nMade by `epoche gallery`. Every picture comes from a command that makes it on your machine too.\n");
        DirectoryInfo runs = Directory.CreateTempSubdirectory("epoche-gallery-");
        try
        {
            Agents(runs.FullName);
        }
        finally
        {
            runs.Delete(recursive: true);
        }

        Section("Games", "The environments' scripted players at work, and a pendulum that is pushed the way it swings, all of it by `epoche play NAME --gif FILE`.");
        // The games in the order of the table, the pendulum last.
        foreach (EnvironmentEntry entry in EnvironmentRegistry.All.Where(e => e.Picture is not null).OrderBy(e => e.Player is null))
        {
            if ((entry.Player ?? EnergyPump.For(entry)) is { } player)
            {
                using IBatchEnvironment environment = entry.CreateStacked(1, player.Frames);
                Film(entry, environment, player.Create(environment.Spec), entry.Summary);
            }
        }

        WholeFile.Write(Path.Combine(directory, "gallery.md"), _page.ToString());
        terminal.Out.WriteLine($"Gallery: {Path.Combine(directory, "gallery.md")}, pictures of {Format.Count(_bytes / 1024.0)} KB");
    }

    /// <summary>An agent that learned CartPole, and how two optimizers learn it.</summary>
    private void Agents(string runs)
    {
        RecipeText text = RecipeCatalog.BuiltIn("cartpole");
        Tournament tournament = new(text, overrides, steps: null, runs, terminal, quiet: true);
        Contender adam = new("adam", "adam", null), rmsProp = new("rmsprop:1e-3", "rmsprop", "1e-3");
        if (tournament.Play([adam, rmsProp], [0, 1, 2], out _) is not { } results)
        {
            throw new CliException("The gallery was not made: a training did not come to its end.", ExitCode.Failure);
        }

        RunFolder first = results[0].Runs[0];
        RunLog log = RunLog.Read(first.Path);
        Section("CartPole", "What `epoche train cartpole` ends with: the agent at play, its two action values beside the game, and the report's curves (`report.html` in the run's folder).");
        Keep("cartpole.gif", "The agent balances the pole; beside it both action values and how the greater one ran", File.ReadAllBytes(Path.Combine(first.Path, RunPictures.GifName)));
        LineChart? returns = Report.FromRun(first.Path).Charts.OfType<LineChart>().FirstOrDefault(chart => chart.Title == "Return");
        if (returns is not null)
        {
            Keep("cartpole-return.svg", "Return over the steps of training, with the range of each evaluation as a band", Encoding.UTF8.GetBytes(Report.ToSvg(returns, 800, 340)));
        }

        if (log.Others(RunTags.ActionValues) is [.., var last])
        {
            HistogramChart values = new() { Title = "Action values over a batch, at the end", XLabel = "value", Histogram = last.Histogram! };
            Keep("cartpole-values.svg", "How the action values of a batch are distributed at the end", Encoding.UTF8.GetBytes(Report.ToSvg(values, 800, 300)));
        }

        Section("Curves", "`epoche curves cartpole --optimizers adam,rmsprop:1e-3 --seeds 0..2` trains six agents and draws them in one picture, as SVG and PNG; runs that are there already are not trained again.");
        Keep("curves.svg", "Loss and return of two optimizers, mean and range of three seeds", Encoding.UTF8.GetBytes(Report.ToSvg(ComparisonCharts.Of(text.Name, 3, results), 800, 300)));
    }

    private void Film(EnvironmentEntry entry, IBatchEnvironment environment, IPolicy policy, string caption)
    {
        IDrawable game = entry.Picture!;
        EpisodeRecording episode = EpisodeRecording.Play(environment, policy, Seeds.UserEvaluation(0), (int)(FilmSeconds / game.StepSeconds));
        Keep($"{entry.Name.ToLowerInvariant()}.gif", $"{entry.Name}: {caption}", EpisodeGif.Of(new EpisodeFilm(episode, game)).ToArray());
    }

    private void Section(string title, string text) => _page.Append($"\n## {title}\n\n{text}\n");

    private void Keep(string name, string alternative, byte[] content)
    {
        WholeFile.Write(Path.Combine(_pictures, name), content);
        _bytes += content.Length;
        _page.Append($"\n![{alternative}](pictures/{name})\n");
    }
}
