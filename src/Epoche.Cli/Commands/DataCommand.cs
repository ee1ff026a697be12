using System.CommandLine;

namespace Epoche.Cli.Commands;

/// <summary><c>epoche data</c>.</summary>
internal sealed class DataCommand : EpocheCommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "The data set: mnist" };
    private readonly Option<string?> _from = CliOption.Text(
        "--from", "URL", $"The folder that holds its files, http, https or file (default: {Mnist.Source})", takesEmpty: true);
    private readonly Option<string?> _out = CliOption.Text(
        "--out", "DIR",
        $"The destination (default: mnist in the folder that {Mnist.DataVariable} names, else in your user folder of data sets)");

    public DataCommand(Terminal terminal)
        : base(terminal, "data", "Download a data set, verify it and keep it for the recipes")
    {
        Add(_name);
        Add(_from);
        Add(_out);
        SetAction(Execute);
    }

    public override IReadOnlyList<(string, string)> Examples { get; } =
    [
        ("epoche data mnist", "60,000 and 10,000 handwritten digits, 11 MB"),
        ("epoche data mnist --from file:///media/usb/mnist", "from a folder, where there is no network"),
    ];

    private int Execute(ParseResult parsed)
    {
        string name = parsed.GetValue(_name)!;
        if (name != "mnist")
        {
            throw new CliException($"There is no data set '{name}' to download.{NearestHint.For(name, ["mnist"])}\n  Data sets: mnist. "
                + "The sets digits and letters are drawn by the program and need no download.");
        }

        string from = parsed.GetValue(_from) ?? Mnist.Source;
        if (string.IsNullOrWhiteSpace(from) || !Uri.TryCreate(from.TrimEnd('/') + "/", UriKind.Absolute, out Uri? source)
            || source.Scheme is not ("http" or "https" or "file"))
        {
            throw new CliException(
                $"--from expects the address of a folder, such as https://example.org/mnist or file:///media/mnist; received '{from}'.");
        }

        string folder = PathText.Native(parsed.GetValue(_out) ?? Mnist.DefaultFolder);
        using Interruption interruption = new();
        try
        {
            MnistDownload.Run(folder, source, Terminal.Out.WriteLine, interruption.Token);
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            return interruption.ExitCode;
        }

        Terminal.Out.WriteLine($"MNIST is in {folder}.  Next: epoche train mnist-mlp");
        return ExitCode.Success;
    }
}
