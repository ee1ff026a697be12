using System.CommandLine;

namespace Epoche.Cli.Commands;

/// <summary>How commands show a model: its layers as a table and, where asked for, its graph as text and as a picture.</summary>
internal sealed class ModelView(ShownWriter output, ParseResult parsed, Option<string?> graph)
{
    public static Option<string?> GraphOption() => new("--graph")
    {
        HelpName = "FILE.svg",
        Description = "Draw the model's graph as text, and into FILE.svg if given",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static bool IsModel(string path) =>
        (path.EndsWith(ModelFile.Extension, StringComparison.OrdinalIgnoreCase) && File.Exists(path))
        || File.Exists(Path.Combine(path, "model.yaml"));

    /// <exception cref="CliException">A graph is asked for, and there is none.</exception>
    public void RequireNoGraph(string what)
    {
        if (parsed.GetResult(graph) is not null)
        {
            throw new CliException($"--graph draws a model; this is {what}.", ExitCode.Usage);
        }
    }

    /// <summary>Shows what is at a path: one network, or what predicts with doubt.</summary>
    /// <exception cref="DataFormatException">It is damaged.</exception>
    public void Show(string path)
    {
        if (PredictiveFile.Exists(path))
        {
            Predictive predictive = PredictiveFile.Load(path);
            Show(path, predictive.Model, predictive.Summary());
        }
        else
        {
            Model model = Model.Load(path);
            Show(path, model, model.Summary());
        }
    }

    private void Show(string path, Model model, string summary)
    {
        string? file = parsed.GetValue(graph);
        if (file is not null && !file.EndsWith(".svg", StringComparison.OrdinalIgnoreCase))
        {
            throw new CliException($"--graph draws an SVG picture, so the file ends in .svg; received '{file}'.");
        }

        Section("Model", path, summary);
        if (parsed.GetResult(graph) is null)
        {
            return;
        }

        Section("Graph", file ?? "", model.GraphText());
        if (file is not null)
        {
            AtomicFile.Write(file, model.GraphSvg());
        }
    }

    public void Section(string title, string path, string text)
    {
        output.WriteLine(Shown.Text($"{title}  {path}".TrimEnd()));
        foreach (string line in Shown.Lines(text).TrimEnd().Split('\n'))
        {
            output.WriteLine(line.Length == 0 ? "" : $"  {line}");
        }

        output.WriteLine();
    }
}
