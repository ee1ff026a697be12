using System.CommandLine;

namespace Epoche.Cli.Commands;

/// <summary><c>epoche gallery</c>.</summary>
internal sealed class GalleryCommand : EpocheCommand
{
    private readonly Option<string?> _out = CliOption.Text("--out", "DIR", "Where gallery.md and pictures/ go (default: docs)");

    public GalleryCommand(Terminal terminal)
        : base(terminal, "gallery", "Make the gallery of the documentation: a page with films and charts")
    {
        Add(_out);
        SetAction(Execute);
    }

    public override IReadOnlyList<(string, string)> Examples { get; } = [("epoche gallery", "docs/gallery.md and docs/pictures/")];

    private int Execute(ParseResult parsed)
    {
        string directory = PathText.Native(parsed.GetValue(_out) ?? "docs");
        (string page, long bytes) = new GalleryMaker(directory).Make((title, run) => Terminal.Out.WriteLine(ResultReport.Line(title, run)));
        Terminal.Out.WriteLine($"Gallery: {page}, pictures of {Format.Count(bytes / 1024.0)} KB");
        return ExitCode.Success;
    }
}
