using System.Text.RegularExpressions;
using Epoche.Samples.Tests;

namespace Epoche.Cli.Tests.Pages;

/// <summary>A shell command that a page shows, on a line of a block or within a sentence.</summary>
/// <param name="Place">Where, for messages.</param>
/// <param name="Text">The command as it stands there.</param>
/// <param name="IsInText">Whether it stands within a sentence or a table, where it may be no more than a name.</param>
/// <param name="Shortened">The same with more options behind it, where the page's source says how to make it short.</param>
internal sealed partial record PageCommand(string Place, string Text, bool IsInText, string? Shortened)
{
    private const string Shortening = "<!-- shortened:";

    // What stands for something else: the first word that each is tried with.
    private static readonly (string Name, string Value)[] s_placeholders =
    [
        ("STUDY", Path.Combine(FindRoot(), "tests", "fixtures", "studies", "search.log")),
        ("KEY=VALUE", "discount=0.98"), ("RECIPE", "cartpole"), ("TOTAL", "9000"), ("NAME", "Catch-8x8"), ("FILE", "film.gif"),
        ("N", "1"), ("M", "2"),
    ];

    public static string Root { get; } = FindRoot();

    public bool IsEpoche => Program is "./epoche" or "epoche";

    public string Program => Text.Split(' ')[0];

    /// <summary>What a shell hands to the program, with something in place of the placeholders.</summary>
    public string[] Arguments(bool shortened = false)
    {
        string text = (shortened ? Shortened : null) ?? Text;
        string run = text.Contains("epoche doubt", StringComparison.Ordinal) ? "runs/refuse-0"
            : text.Contains("epoche finance", StringComparison.Ordinal) ? "runs/life-0" : "runs/cartpole-0";
        text = Regex.Replace(text, @"\bRUN\b", run);
        foreach ((string name, string value) in s_placeholders)
        {
            text = Regex.Replace(text, $@"\b{name}\b", value);
        }

        return text.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..];
    }

    /// <summary>All commands of a page, in their order.</summary>
    public static IReadOnlyList<PageCommand> On(string page)
    {
        string[] lines = File.ReadAllLines(Path.Combine(Root, page));
        List<string> shortened = [.. Shortenings(lines)];
        List<PageCommand> commands = [];
        bool isBlock = false, isShell = false;
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith("```", StringComparison.Ordinal))
            {
                (isBlock, isShell) = (!isBlock, lines[i].Length == 3);
                continue;
            }

            if ((isBlock && !isShell) || lines[i].StartsWith("<!--", StringComparison.Ordinal))
            {
                continue;
            }

            foreach (Match match in (isBlock ? Line() : InText()).Matches(lines[i]))
            {
                string text = match.Groups[1].Value.Trim();
                string? brief = shortened.Find(line => line == text || line.StartsWith(text + " ", StringComparison.Ordinal));
                commands.Add(new($"{page}:{i + 1}", text, !isBlock, brief));
            }
        }

        string? stray = shortened.Find(line => !commands.Exists(command => command.Shortened == line));
        Assert.True(stray is null, $"{page} shortens what it does not show: {stray}");
        return commands;
    }

    /// <summary>The commands in the first lines of a sample.</summary>
    public static IEnumerable<PageCommand> InHeader(string sample) => File.ReadLines(Path.Combine(Root, sample))
        .TakeWhile(line => line.StartsWith('#') || line.StartsWith("//", StringComparison.Ordinal))
        .SelectMany(line => InHeader().Matches(line).Select(match => new PageCommand(sample, match.Value.Trim(), true, null)));

    /// <summary>The lines of comments that begin with <see cref="Shortening"/>, and commands that stand on that line itself.</summary>
    private static IEnumerable<string> Shortenings(string[] lines)
    {
        bool isInside = false;
        foreach (string line in lines)
        {
            bool begins = line.StartsWith(Shortening, StringComparison.Ordinal);
            isInside |= begins;
            string text = (begins ? line[Shortening.Length..] : line).Replace("-->", "", StringComparison.Ordinal).Trim();
            if (isInside && text.Length > 0)
            {
                yield return text;
            }

            isInside &= !line.Contains("-->", StringComparison.Ordinal);
        }
    }

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Epoche.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName
            ?? throw new InvalidOperationException($"No Epoche.slnx above {AppContext.BaseDirectory}: the pages are read from a clone.");
    }

    [GeneratedRegex(@"^(?:\$ )?((?:\./epoche|epoche|\./test|\./bench|dotnet)(?: .*?)?)(?: +#.*)?$")]
    private static partial Regex Line();

    [GeneratedRegex(@"`((?:(?:\./)?epoche|\./test|\./bench|dotnet) [^`…]+)`")]
    private static partial Regex InText();

    [GeneratedRegex(@"(?:\./epoche|dotnet run) .*?(?=  |$)")]
    private static partial Regex InHeader();
}
