using System.Text;

namespace Epoche;

/// <summary>Makes the gallery: everything in it comes from runs that it trains itself, with fixed seeds.</summary>
public sealed class GalleryMaker
{
    private const double FilmSeconds = 6;
    private const int MostPictureBytes = 1 << 25;

    private readonly string _directory, _pictures;
    private readonly string[] _set;
    private readonly StringBuilder _page = new();
    private long _bytes;


    /// <summary>Makes nothing yet.</summary>
    /// <param name="directory">Where the page goes, and the pictures in a folder beside it.</param>
    /// <param name="set">Keys of the recipe that are changed, for a quick look; null for none.</param>
    public GalleryMaker(string directory, IReadOnlyList<string>? set = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        (_directory, _pictures, _set) = (directory, Path.Combine(directory, "pictures"), [.. set ?? []]);
        Elements.RequireNoNull(_set, nameof(set));
    }

    /// <summary>Makes it.</summary>
    /// <param name="report">Receives a line when a training ends; null for none.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The page, and the bytes of its pictures.</returns>
    /// <exception cref="ExperimentException">A training did not come to its end.</exception>
    /// <exception cref="ConfigurationException">A key that is changed is unknown, or its value is out of range.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written to.</exception>
    public (string Page, long PictureBytes) Make(Action<string, ExperimentRun>? report = null, CancellationToken cancellation = default)
    {
        NewFolder.Make(_pictures);
        _page.Append("# Gallery\n\nMade by `epoche gallery`. Every picture comes from a command that makes it on your machine too.\n");
        DirectoryInfo runs = Directory.CreateTempSubdirectory("epoche-gallery-");
        try
        {
            Agents(runs.FullName, report, cancellation);
        }
        finally
        {
            runs.Delete(recursive: true);
        }

        Section("Games", "The environments' scripted players at work, and a pendulum that is pushed the way it swings, all of it by "
            + "`epoche play NAME --gif FILE`.");
        // The games in the order of the table, the pendulum last.
        foreach (EnvironmentEntry entry in EnvironmentRegistry.All.Where(e => e.Picture is not null).OrderBy(e => e.Player is null))
        {
            if ((entry.Player ?? EnergyPump.For(entry)) is { } player)
            {
                using IBatchEnvironment environment = entry.CreateStacked(1, player.Frames);
                Film(entry, environment, player.Create(environment.Spec), entry.Summary);
            }
        }

        string page = Path.Combine(_directory, "gallery.md");
        AtomicFile.Write(page, _page.ToString());
        return (page, _bytes);
    }

    /// <summary>An agent that learned CartPole, and how two optimizers learn it.</summary>
    private void Agents(string runs, Action<string, ExperimentRun>? report, CancellationToken cancellation)
    {
        RecipeText text = RecipeCatalog.BuiltIn("cartpole");
        OptimizerVariant adam = new("adam", "adam", null), rmsProp = new("rmsprop:1e-3", "rmsprop", "1e-3");
        OptimizerComparison comparison = new(text, [adam, rmsProp], [0, 1, 2], _set);
        foreach ((string title, ExperimentRun run) in comparison.Run(runs, cancellation: cancellation))
        {
            report?.Invoke(title, run);
        }

        IReadOnlyList<(OptimizerVariant Variant, IReadOnlyList<RunFolder> Runs)> results = comparison.Results;
        if (results.Any(result => result.Runs.Count < 3))
        {
            throw new ExperimentException("The gallery was not made: a training did not come to its end.", ExperimentProblem.Failure);
        }

        RunFolder first = results[0].Runs[0];
        RunLog log = RunLog.Read(first.Path);
        Section(
            "CartPole",
            "What `epoche train cartpole` ends with: the agent at play, its two action values beside the game, and the report's curves "
            + "(`report.html` in\nthe run's folder).");
        Keep(
            "cartpole.gif",
            "The agent balances the pole; beside it both action values and how the greater one ran",
            ReadableFile.ReadBytes(Path.Combine(first.Path, RunPictures.GifName), MostPictureBytes));
        Chart? returns = Report.FromRun(first.Path).Charts.FirstOrDefault(chart => chart.Title == "Return");
        if (returns is not null)
        {
            Keep(
                "cartpole-return.svg",
                "Return over the steps of training, with the range of each evaluation as a band",
                Encoding.UTF8.GetBytes(Report.ToSvg(returns, 800, 340)));
        }

        if (log.Others(RunTags.ActionValues) is [.., var last])
        {
            HistogramChart values = new()
            {
                Title = "Action values over a batch, at the end",
                XLabel = "value",
                Histogram = last.Histogram!,
            };
            Keep(
                "cartpole-values.svg",
                "How the action values of a batch are distributed at the end",
                Encoding.UTF8.GetBytes(Report.ToSvg(values, 800, 300)));
        }

        Section(
            "Curves",
            "`epoche curves cartpole --optimizers adam,rmsprop:1e-3 --seeds 0..2` trains six agents and draws them in one picture, as SVG "
            + "and PNG; runs\nthat are there already are not trained again.");
        Keep(
            "curves.svg",
            "Loss and return of two optimizers, mean and range of three seeds",
            Encoding.UTF8.GetBytes(Report.ToSvg(ComparisonCharts.Of(comparison), 800, 300)));
    }

    private void Film(EnvironmentEntry entry, IBatchEnvironment environment, IPolicy policy, string caption)
    {
        IDrawable game = entry.Picture!;
        EpisodeRecording episode = EpisodeRecording.Play(
            environment, policy, Seeds.UserEvaluation(0), (int)(FilmSeconds / game.StepSeconds));
        Keep($"{entry.Name.ToLowerInvariant()}.gif", $"{entry.Name}: {caption}", EpisodeGif.Of(new EpisodeFilm(episode, game)).ToArray());
    }

    private void Section(string title, string text) => _page.Append($"\n## {title}\n\n{text}\n");

    private void Keep(string name, string alternative, byte[] content)
    {
        AtomicFile.Write(Path.Combine(_pictures, name), content);
        _bytes += content.Length;
        _page.Append($"\n![{alternative}](pictures/{name})\n");
    }
}
