using System.CommandLine;

namespace Epoche.Cli.Commands;

/// <summary><c>epoche list</c>.</summary>
internal sealed class ListCommand : EpocheCommand
{
    private readonly Option<string?> _runs = CliOption.Text(
        "--runs", "DIR", $"The directory of runs (default: {RunFolder.DefaultDirectory})");

    public ListCommand(Terminal terminal)
        : base(terminal, "list", "List the recipes, the studies, the environments and your runs")
    {
        Add(_runs);
        SetAction(Execute);
    }

    public override IReadOnlyList<(string, string)> Examples { get; } =
    [
        ("epoche list", "what there is"),
        ("epoche list --runs elsewhere", "the runs of another directory"),
    ];

    private int Execute(ParseResult parsed)
    {
        string directory = parsed.GetValue(_runs) ?? RunFolder.DefaultDirectory;
        Section("Recipes", "epoche train RECIPE", RecipeCatalog.Names.Select(n => (n, RecipeCatalog.BuiltIn(n).Summary)));
        Section("Studies", "epoche tune STUDY", StudyCatalog.Names.Select(n => (n, StudyCatalog.BuiltIn(n).Summary)));
        Section("Environments", "epoche env bench NAME", EnvironmentRegistry.All.Select(e => (e.Name, e.Summary)));
        Section(
            $"Runs in {PathText.Native($"{Path.TrimEndingDirectorySeparator(directory)}/")}",
            "epoche show RUN",
            RunFolder.All(directory).Select(r => (r.Path, Summary(r))),
            whenEmpty: "none yet: epoche train cartpole");
        return ExitCode.Success;
    }

    private void Section(string title, string use, IEnumerable<(string Name, string Summary)> rows, string whenEmpty = "none")
    {
        List<(string Name, string Summary)> all = [.. rows.Select(row => (Shown.Text(row.Name), Shown.Text(row.Summary)))];
        Terminal.Out.WriteLine($"{title}  ({use})");
        int width = all.Count == 0 ? 0 : all.Max(r => r.Name.Length);
        foreach ((string name, string summary) in all)
        {
            Terminal.Out.WriteLine($"  {name.PadRight(width)}  {summary}".TrimEnd());
        }

        if (all.Count == 0)
        {
            Terminal.Out.WriteLine($"  {whenEmpty}");
        }

        Terminal.Out.WriteLine();
    }

    private static string Summary(RunFolder run)
    {
        try
        {
            RunState state = run.ReadState();
            if (state is not { Status: { } status, Result: { } result })
            {
                return RunWords.Of(run, state);
            }

            string outcome = result.Evaluation is null ? "not evaluated" : ResultReport.Sentence(result.Evaluation);
            return $"{RunWords.Of(run, state)}; {outcome}";
        }
        catch (DataFormatException exception)
        {
            return $"damaged: {exception.Message}"; // one damaged run must not hide the others
        }
        catch (Exception exception) when (exception is RunException or IOException or UnauthorizedAccessException)
        {
            return $"unreadable: {exception.Message}";
        }
    }
}
