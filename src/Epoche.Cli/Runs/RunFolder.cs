using System.Globalization;
using System.Text.Json;
using System.Text;
using Epoche.Cli.Recording;

namespace Epoche.Cli.Runs;

/// <summary>
/// A run: a folder with <c>recipe.yaml</c> (resolved and complete), <c>checkpoints/</c>, <c>model/</c> and <c>result.json</c>. It can be copied, moved and
/// renamed; whatever reads a run reads nothing else. Every file appears whole or not at all.
/// </summary>
internal sealed class RunFolder
{
    private static int s_made;

    private RunFolder(string path) => Path = path;

    public string Path { get; }

    public string RecipePath => System.IO.Path.Combine(Path, "recipe.yaml");

    public string ModelPath => System.IO.Path.Combine(Path, "model");

    public string ResultPath => System.IO.Path.Combine(Path, "result.json");

    public string CheckpointsPath => System.IO.Path.Combine(Path, "checkpoints");

    /// <summary>Whether a process works on it now.</summary>
    public bool IsRunning => Checkpoints.IsOpen(CheckpointsPath);

    /// <summary>The step of its newest checkpoint; null where there is none.</summary>
    public long? CheckpointStep => Checkpoints.StepIn(CheckpointsPath);

    public bool HasModel => File.Exists(System.IO.Path.Combine(ModelPath, "model.yaml"));

    /// <summary>Makes the folder of a new run with its recipe in it, in one rename, so that two calls never share one.</summary>
    /// <param name="name">The folder's name; null for <paramref name="stem"/>, with a counter where it is taken.</param>
    /// <exception cref="CliException">The name is taken, or is no name of a folder.</exception>
    public static RunFolder Create(string directory, string? name, string stem, string recipe)
    {
        if (name is not null && (name.Length == 0 || name.StartsWith('.') || name.IndexOfAny(['/', '\\', '\0']) >= 0))
        {
            throw new CliException(
                $"--name expects the name of one folder, without a dot in front, received '{name}'. Use --runs for the directory it lies in.");
        }

        NewFolder.Make(directory, "Choose another directory of runs by --runs DIR.");
        string aside = System.IO.Path.Combine(directory, $".{name ?? stem}.{Environment.ProcessId}.{Interlocked.Increment(ref s_made)}.new");
        Directory.CreateDirectory(aside);
        try
        {
            File.WriteAllText(System.IO.Path.Combine(aside, "recipe.yaml"), recipe);
            for (int counter = 1; ; counter++)
            {
                string candidate = System.IO.Path.Combine(directory, name ?? (counter == 1 ? stem : $"{stem}-{counter}"));
                if (TryMove(aside, candidate))
                {
                    return new RunFolder(candidate);
                }

                if (name is not null)
                {
                    throw new CliException(
                        $"There is a run '{candidate}' already, and runs are never overwritten. 'epoche resume {candidate}' goes on with it; or choose another --name, or remove that folder.");
                }
            }
        }
        finally
        {
            if (Directory.Exists(aside))
            {
                Directory.Delete(aside, recursive: true);
            }
        }
    }

    /// <summary>Opens the run at a path; a bare name is looked for in <c>runs/</c> too.</summary>
    /// <param name="alsoKnown">Other names that may have been meant.</param>
    /// <exception cref="CliException">There is no run; the message names the nearest.</exception>
    public static RunFolder Open(string path, IEnumerable<string>? alsoKnown = null)
    {
        foreach (string candidate in (string[])[path, System.IO.Path.Combine(DefaultDirectory, path)])
        {
            RunFolder run = new(System.IO.Path.TrimEndingDirectorySeparator(candidate));
            if (File.Exists(run.RecipePath))
            {
                return run;
            }
        }

        string[] runs = [.. All(DefaultDirectory).SelectMany(r => (string[])[r.Path, System.IO.Path.GetFileName(r.Path)])];
        if (alsoKnown?.Contains(path) == true)
        {
            throw new CliException($"'{path}' is a recipe; this command takes a run of it.{NearestHint.For(path, runs)}\n  'epoche train {path}' makes one; 'epoche list' shows those that are there.");
        }

        string reason = Directory.Exists(path) ? $"'{path}' is no run: it has no recipe.yaml." : File.Exists(path) ? $"'{path}' is a file; a run is a folder." : $"There is no run '{path}'.";
        string hint = NearestHint.For(path, runs.Concat(alsoKnown ?? []));
        throw new CliException($"{reason}{hint}\n  'epoche list' shows the runs; 'epoche train RECIPE' makes one.");
    }

    public const string DefaultDirectory = "runs";

    /// <summary>The runs in a directory, by name; none when there is no such directory.</summary>
    public static IReadOnlyList<RunFolder> All(string directory) =>
        Directory.Exists(directory)
            ? [.. Directory.GetDirectories(directory)
                .Where(d => !System.IO.Path.GetFileName(d).StartsWith('.'))
                .Select(d => new RunFolder(d))
                .Where(r => File.Exists(r.RecipePath))
                .OrderBy(r => r.Path, StringComparer.Ordinal)]
            : [];

    /// <exception cref="CliException">The run has no model.</exception>
    /// <exception cref="DataFormatException">It is damaged.</exception>
    public Sequential LoadModel()
    {
        RequireModel();
        return Sequential.Load(ModelPath);
    }

    /// <summary>The folders within it that hold a model of their own: the networks of a study.</summary>
    private string[] Parts => [.. Directory.GetDirectories(Path).Where(d => File.Exists(System.IO.Path.Combine(d, "model", "model.yaml"))).Order(StringComparer.Ordinal)];

    /// <exception cref="CliException">The run has no model.</exception>
    public void RequireModel()
    {
        if (!HasModel)
        {
            if (Parts is [var first, ..])
            {
                throw new CliException($"The run '{Path}' has several models, each in a folder of its own: name one, such as '{first}'.");
            }

            throw new CliException($"The run '{Path}' has no model (yet): {(IsRunning ? "its training runs." : $"'epoche resume {Path}' goes on with its training.")}", ExitCode.Failure);
        }
    }

    public void WriteResult(RunResult result) => WholeFile.Write(ResultPath, RunResultJson.Write(result, indented: true) + "\n");

    /// <summary>The run's result; null while it has none.</summary>
    /// <exception cref="CliException">The file is damaged.</exception>
    public RunResult? ReadResult()
    {
        if (!File.Exists(ResultPath))
        {
            return null;
        }

        try
        {
            return RunResultJson.Read(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(ResultPath)));
        }
        catch (Exception exception) when (exception is JsonException or FormatException or DecoderFallbackException)
        {
            throw new CliException($"{ResultPath} is damaged: {Damage(exception)}.", ExitCode.Failure, exception);
        }
    }

    /// <summary>What was asked for beyond the recipe; null where nothing was.</summary>
    /// <exception cref="CliException">The file is damaged.</exception>
    public RunExtension? ReadExtension()
    {
        if (!File.Exists(ExtensionPath))
        {
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(ExtensionPath));
            return new(document.RootElement.GetProperty("steps").GetInt64(), document.RootElement.GetProperty("past_end").GetBoolean());
        }
        catch (Exception exception) when (exception is JsonException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            throw new CliException($"{ExtensionPath} is damaged: {Damage(exception)}.\n  Remove it, and give --steps again.", ExitCode.Failure, exception);
        }
    }

    /// <summary>Records that more is wanted. A result that was there is one no longer.</summary>
    public void Extend(RunExtension extension)
    {
        WholeFile.Write(ExtensionPath, $"{{\"steps\": {extension.Steps.ToString(CultureInfo.InvariantCulture)}, \"past_end\": {(extension.PastEnd ? "true" : "false")}}}\n");
        File.Delete(ResultPath);
    }

    private string ExtensionPath => System.IO.Path.Combine(Path, "extension.json");

    private static string Damage(Exception exception) => exception switch
    {
        JsonException json => $"no JSON from line {json.LineNumber + 1}, byte {json.BytePositionInLine + 1} on",
        DecoderFallbackException => "no text in UTF-8",
        _ => "a key is missing, or has a value of another type",
    };

    private static bool TryMove(string from, string to)
    {
        if (Taken(to))
        {
            return false;
        }

        try
        {
            Directory.Move(from, to);
            return true;
        }
        catch (IOException) when (Taken(to))
        {
            return false;
        }
    }

    private static bool Taken(string path) => Directory.Exists(path) || File.Exists(path);
}
