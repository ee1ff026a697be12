using System.Text.Json;
using Epoche.Tracking.Runs;

namespace Epoche;

/// <summary>
/// A run: a folder with <c>recipe.yaml</c> (resolved and complete), <c>checkpoints/</c>, <c>model/</c> and <c>result.json</c>. It can be
/// copied, moved and renamed; whatever reads a run reads nothing else. Every file appears whole or not at all.
/// </summary>
public sealed class RunFolder
{
    /// <summary>Where runs are, in the current folder, unless another directory is asked for.</summary>
    public const string DefaultDirectory = "runs";

    private const string RecipeName = "recipe.yaml", ExtensionName = "extension.json";
    private const int MostExtensionBytes = 1 << 16;

    private RunFolder(string path) => Path = PathText.Native(path);

    /// <summary>The folder, as it was given; on Windows with backslashes.</summary>
    public string Path { get; }

    /// <summary>The recipe with every override and every default written out.</summary>
    public string RecipePath => System.IO.Path.Combine(Path, RecipeName);

    /// <summary>The folder of its model; it is there once the run has saved one.</summary>
    public string ModelPath => System.IO.Path.Combine(Path, "model");

    /// <summary>Its result; it is there once the run has ended, and where it was interrupted by request.</summary>
    public string ResultPath => System.IO.Path.Combine(Path, RunResultFile.Name);

    /// <summary>The folder of its checkpoints.</summary>
    public string CheckpointsPath => System.IO.Path.Combine(Path, "checkpoints");

    /// <summary>Whether a process works on it now.</summary>
    public bool IsRunning => CheckpointFiles.IsOpen(CheckpointsPath);

    /// <summary>The step of its newest checkpoint; null where there is none.</summary>
    public long? CheckpointStep => CheckpointFiles.StepIn(CheckpointsPath);

    /// <summary>Whether it has saved a model.</summary>
    public bool HasModel => IsModel(ModelPath);

    /// <summary>
    /// The result that will be written once everything else is there: reports of the run, which are made before, show it already.
    /// </summary>
    internal RunResult? Pending { get; set; }

    private string ExtensionPath => System.IO.Path.Combine(Path, ExtensionName);

    /// <summary>Makes the folder of a new run with its recipe in it, in one rename, so that two calls never share one.</summary>
    /// <param name="directory">Where; made where it is missing.</param>
    /// <param name="name">The folder's name; null for <paramref name="stem"/>, with a counter where it is taken.</param>
    /// <param name="stem">What it is called by default, such as <c>cartpole-0</c>.</param>
    /// <param name="recipe">The text of its recipe.</param>
    /// <exception cref="RunException">
    /// The name is taken, by one that differs in case alone too; or some system cannot hold a folder of this name; or the directory cannot
    /// be made.
    /// </exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written to.</exception>
    public static RunFolder Create(string directory, string? name, string stem, string recipe)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentNullException.ThrowIfNull(stem);
        ArgumentNullException.ThrowIfNull(recipe);
        RequireName(name ?? stem);
        Make(directory);
        using FolderAside aside = FolderAside.Make(System.IO.Path.Combine(directory, name ?? stem));
        AtomicFile.Write(System.IO.Path.Combine(aside.Path, RecipeName), recipe);
        for (int counter = 1; ; counter++)
        {
            string chosen = name ?? (counter == 1 ? stem : $"{stem}-{counter}");
            RunFolder run = new(System.IO.Path.Combine(directory, chosen));
            string? taken = name is null && TemporaryName.IsTaken(run.Path) ? run.Path : PortableName.Taken(directory, chosen);
            if (taken is null && aside.TryMove(run.Path))
            {
                return run;
            }

            if (name is not null)
            {
                string there = PathText.Native(taken ?? run.Path);
                string same = there == run.Path ? "" : $"; '{name}' is the same name where case does not count";
                throw new RunException(
                    RunProblem.NameTaken, there, $"There is a run '{there}' already, and runs are never overwritten{same}.");
            }
        }
    }

    /// <summary>Whether there is a run at a path.</summary>
    /// <param name="path">A folder, or whatever else.</param>
    public static bool IsRun(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return File.Exists(System.IO.Path.Combine(path, RecipeName));
    }

    /// <summary>The run at a path; a bare name is looked for in <see cref="DefaultDirectory"/> too.</summary>
    /// <param name="path">The run's folder.</param>
    /// <param name="alsoKnown">Other names that may have been meant; null for none.</param>
    /// <exception cref="RunException">There is no run, and the message names the nearest; or it has a link in it.</exception>
    /// <exception cref="IOException">Folders in it lie deeper in each other than those of a run.</exception>
    public static RunFolder Open(string path, IEnumerable<string>? alsoKnown = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        string[] others = [.. alsoKnown ?? []];
        Elements.RequireNoNull(others, nameof(alsoKnown));
        if (Array.Find([path, System.IO.Path.Combine(DefaultDirectory, path)], IsRun) is { } found)
        {
            RunFolder run = new(System.IO.Path.TrimEndingDirectorySeparator(found));
            run.RequireNoLinks();
            return run;
        }

        string[] runs = [.. All(DefaultDirectory).SelectMany(r => (string[])[r.Path, System.IO.Path.GetFileName(r.Path)])];
        string shown = Shown.Text(path), reason = Directory.Exists(path) ? $"'{shown}' is not a run: it has no {RecipeName}."
            : File.Exists(path) ? $"'{shown}' is a file; a run is a folder."
            : $"There is no run '{shown}'.";
        string? nearest = NearestName.Find(path, others.Contains(path) ? runs : [.. runs, .. others]);
        throw new RunException(RunProblem.NotFound, path, $"{reason}{Shown.Text(NearestHint.For(nearest))}", nearest);
    }

    /// <summary>
    /// The runs in a directory, by name; none when there is no such directory. Folders whose name begins with a dot are not looked at. One
    /// that cannot be used is among them, and says so when it is read.
    /// </summary>
    /// <param name="directory">The directory.</param>
    /// <exception cref="IOException">The directory cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be read.</exception>
    public static IReadOnlyList<RunFolder> All(string directory)
    {
        ArgumentNullException.ThrowIfNull(directory);
        return Directory.Exists(directory)
            ?
            [
                .. FolderListing.Folders(directory, name => !name.StartsWith('.'))
                    .Where(IsRun)
                    .Select(d => new RunFolder(d)),
            ]
            : [];
    }

    /// <summary>
    /// Refuses a run with symbolic links in it: what is read, written or deleted through one lies outside of the run. Its own folder, and
    /// the directory of runs, may be links. Whatever reads or writes the run's own files asks for this.
    /// </summary>
    /// <exception cref="RunException">There is one; the message names it and where it leads.</exception>
    /// <exception cref="IOException">Folders lie deeper in each other than those of a run.</exception>
    public void RequireNoLinks()
    {
        if (Directory.Exists(Path) && FolderLinks.FirstIn(Path) is { } link)
        {
            string place = System.IO.Path.Combine(Path, System.IO.Path.GetRelativePath(System.IO.Path.GetFullPath(Path), link));
            string target = new FileInfo(link).LinkTarget ?? "";
            throw new RunException(
                RunProblem.HasLink, Path,
                $"The run '{Path}' has a link in it: '{place}' leads to '{target}'. The files of a run are its own.");
        }
    }

    /// <summary>Checks that there is a model in <see cref="ModelPath"/>.</summary>
    /// <exception cref="RunException">There is none, or there are several, each in a folder of its own.</exception>
    public void RequireModel()
    {
        if (HasModel)
        {
            return;
        }

        string[] folders = Directory.Exists(Path) ? FolderListing.Folders(Path) : [];
        if (Array.Find(folders, folder => IsModel(System.IO.Path.Combine(folder, "model"))) is { } first)
        {
            throw new RunException(
                RunProblem.SeveralModels, Path,
                $"The run '{Path}' has several models, each in a folder of its own: name one, such as '{first}'.");
        }

        string reason = IsRunning ? "its training runs." : "its training was interrupted.";
        throw new RunException(RunProblem.NoModel, Path, $"The run '{Path}' has no model (yet): {reason}");
    }

    /// <summary>Where the run stands.</summary>
    /// <exception cref="DataFormatException">Its result is damaged.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="RunException">There is a link in its folder.</exception>
    public RunState ReadState()
    {
        RequireNoLinks();
        return new(IsRunning, CheckpointStep, Written());
    }

    /// <summary>Writes the run's result.</summary>
    /// <param name="result">What it came to.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="RunException">There is a link in its folder.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void WriteResult(RunResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        RequireNoLinks();
        RunResultFile.Write(ResultPath, result);
    }

    /// <summary>The run's result, which names the folder as it is now; null while it has none.</summary>
    /// <exception cref="DataFormatException">The file is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="RunException">There is a link in its folder.</exception>
    public RunResult? ReadResult()
    {
        RequireNoLinks();
        return Pending ?? Written();
    }

    /// <summary>What was asked for beyond the recipe; null where nothing was.</summary>
    /// <exception cref="DataFormatException">
    /// The file is damaged. It may be removed; what it asked for is then to be asked for again.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="RunException">There is a link in its folder.</exception>
    public RunExtension? ReadExtension()
    {
        RequireNoLinks();
        if (!System.IO.Path.Exists(ExtensionPath))
        {
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(ReadableFile.ReadBytes(ExtensionPath, MostExtensionBytes));
            JsonMembers members = document.RootElement.ValueKind == JsonValueKind.Object
                ? new(document.RootElement, ExtensionPath)
                : throw new DataFormatException(ExtensionPath, "byte 0", "a JSON object", $"{document.RootElement.ValueKind}");
            return new(members.Int64("steps"), members.Boolean("past_end"));
        }
        catch (JsonException exception)
        {
            string where = $"line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}";
            throw new DataFormatException(ExtensionPath, where, "JSON", "something else", exception);
        }
    }

    /// <summary>Records that more is wanted. A result that was there is removed: the run has not ended any more.</summary>
    /// <param name="extension">What is wanted.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="RunException">There is a link in its folder.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void Extend(RunExtension extension)
    {
        ArgumentNullException.ThrowIfNull(extension);
        RequireNoLinks();
        string json = JsonText.Object(to =>
        {
            to.WriteNumber("steps", extension.Steps);
            to.WriteBoolean("past_end", extension.PastEnd);
        });
        AtomicFile.Write(ExtensionPath, json + "\n");
        AtomicFile.Delete(ResultPath);
    }

    /// <summary>Refuses a name that a folder cannot have on every system.</summary>
    /// <exception cref="RunException">It is one.</exception>
    internal static void RequireName(string name)
    {
        if (PortableName.Problem(name) is { } problem)
        {
            throw new RunException(
                RunProblem.InvalidName, name,
                $"A run is a folder that can be copied to any system, and the name '{name}' {problem}.\n  Names have {PortableName.Rule}.");
        }
    }

    // A run may have been moved since.
    private RunResult? Written() => RunResultFile.Read(ResultPath) is { } result ? result with { Run = PathText.Portable(Path) } : null;

    private static void Make(string directory)
    {
        try
        {
            NewFolder.Make(directory);
        }
        catch (IOException exception)
        {
            throw new RunException(RunProblem.NoDirectory, directory, exception.Message, cause: exception);
        }
    }

    private static bool IsModel(string folder) => File.Exists(System.IO.Path.Combine(folder, "model.yaml"));
}
