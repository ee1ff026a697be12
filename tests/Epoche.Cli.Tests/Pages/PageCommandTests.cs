using System.CommandLine;
using System.IO.Enumeration;
using System.Text.RegularExpressions;
using Epoche.Cli.Commands;
using Epoche.Samples.Tests;

namespace Epoche.Cli.Tests.Pages;

/// <summary>The shell commands of README, the pages and the first lines of the samples, as a reader types them.</summary>
public sealed partial class PageCommandTests
{
    // What only a reader has: a keyboard, own libraries, Python's environments, recipes and tables that pages give as examples.
    private static readonly string[] s_ofReaders = ["--human", ".dll", "gymnasium:", "ale_py", "lander", "customers", "houses", "new.csv"];

    public static TheoryData<string> Pages => [.. Fence.Pages(PageCommand.Root)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_command_is_understood(string page) => Assert.All(PageCommand.On(page), Understand);

    [Fact]
    public void Every_sample_says_how_to_run_it()
    {
        foreach (string path in Directory.EnumerateFiles(InClone("samples"), "*.cs"))
        {
            string sample = $"samples/{Path.GetFileName(path)}";
            PageCommand[] commands = [.. PageCommand.InHeader(sample)];

            Assert.Contains(commands, command => command.Text.StartsWith($"dotnet run -c Release {sample}", StringComparison.Ordinal));
            Assert.All(commands, Understand);
        }
    }

    /// <summary>README from the first line to the last, in a fresh folder; what takes long in the short form that the page names.</summary>
    [Fact]
    public void The_commands_of_README_work_one_after_the_other() =>
        RunAll(PageCommand.On("README.md").Where(command => !command.IsInText && !NeedsData(command)), directory =>
        {
            string page = File.ReadAllText(InClone("docs/runs.md"));
            string[] runs = [Path.Combine(directory, "runs", "cartpole-0"), Path.Combine(directory, "runs", "refuse-0")];
            IEnumerable<string> names = runs.SelectMany(Directory.EnumerateFileSystemEntries).Select(path => Path.GetFileName(path));
            foreach (string name in names.Where(name => name[0] != '.')) // locks
            {
                string start = name.StartsWith("events.out.", StringComparison.Ordinal) ? "events.out.tfevents." : name;
                Assert.True(page.Contains($"`{start}", StringComparison.Ordinal), $"docs/runs.md does not say what {name} is.");
            }
        });

    [Fact]
    public void The_commands_of_README_that_need_data_work()
    {
        RequireData();
        RunAll(PageCommand.On("README.md").Where(command => !command.IsInText && NeedsData(command)));
    }

    /// <summary>A reader goes on from README to the other pages, in the same folder, and tries what stands within sentences too.</summary>
    [Fact]
    [Trait("category", "soak")]
    public void The_commands_of_all_pages_work_one_after_the_other()
    {
        RequireData();
        RunAll(Fence.Pages(PageCommand.Root).SelectMany(PageCommand.On));
    }

    [Theory]
    [InlineData("catch", "Catch-8x8")]
    [InlineData("catch16", "Catch-16x16")]
    public void A_recipe_names_the_limit_of_its_game(string recipe, string environment) =>
        Assert.Contains($"and so do {EnvironmentRegistry.Find(environment).Spec.TimeLimit} steps", RecipeCatalog.BuiltIn(recipe).Yaml);

    private static void RequireData()
    {
        if (Environment.GetEnvironmentVariable("EPOCHE_DATA") is not { Length: > 0 })
        {
            Assert.Skip("EPOCHE_DATA names no folder with MNIST.");
        }
    }

    private static bool NeedsData(PageCommand command) =>
        command.Text.Contains("mnist", StringComparison.Ordinal) || command.Text.Contains("ablation", StringComparison.Ordinal);

    private static string InClone(string path) => Path.Combine(PageCommand.Root, path);

    private static RootCommand Commands() => CommandLine.Root(new Terminal(TextWriter.Null, TextWriter.Null));

    private static void Understand(PageCommand command)
    {
        string[] words = command.Arguments();
        switch (command.Program)
        {
            case "./test":
                Assert.Matches(@"^(\./test)( --soak| --platforms| --filter \w+| [a-z]+)*$", command.Text);
                break;
            case "./bench":
                Assert.All(words, name => Assert.True(BenchKnows(name), $"{command.Place}: ./bench knows no {name}"));
                break;
            case "dotnet":
                string[] samples = [.. words.Where(word => word.StartsWith("samples/", StringComparison.Ordinal))];
                Assert.All(samples, path => Assert.True(Path.Exists(InClone(path)), $"{command.Place}: there is no {path}"));
                break;
            default:
                Parse(command, words);
                Parse(command, command.Arguments(shortened: true));
                break;
        }
    }

    /// <summary>
    /// Whether an option is one of the script's; a case named in the source of the benchmarks, or its beginning, where the end is a size.
    /// </summary>
    private static bool BenchKnows(string name) => name.StartsWith('-')
        ? Regex.IsMatch(File.ReadAllText(InClone("bench")), $@"(?m)^ +(-[a-z-]+ \| )*{Regex.Escape(name)}( \| -[a-z-]+)*\) ")
        : Directory.EnumerateFiles(InClone("benchmarks/Epoche.Benchmarks"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(path => CaseName().Matches(File.ReadAllText(path)))
            .Select(match => match.Groups[1].Value)
            .Any(each => each == name || (each.EndsWith('-') && name.StartsWith(each, StringComparison.Ordinal)));

    private static void Parse(PageCommand command, string[] words)
    {
        words = [.. words.TakeWhile(word => word != ">")];
        ParseResult parsed = Commands().Parse(words, new ParserConfiguration { ResponseFileTokenReplacer = null });
        CliException? error = ParseErrors.Find(parsed);

        // 'epoche classify' within a sentence is the command's name.
        bool isName = error is not null && command.IsInText && error.Message.Contains(" needs ", StringComparison.Ordinal);
        Assert.True(error is null || isName, $"{command.Place}: '{command.Text}': {error?.Message}");
        if (words is ["train", var recipe, ..] && !recipe.EndsWith(".yaml", StringComparison.Ordinal))
        {
            string[] settings = [.. words.Zip(words.Skip(1)).Where(pair => pair.First == "--set").Select(pair => pair.Second)];
            RecipeReader.Read(RecipeCatalog.BuiltIn(recipe), settings); // throws where a key or a value is unknown
        }
    }

    private static void RunAll(IEnumerable<PageCommand> commands, Action<string>? lookAt = null)
    {
        using TemporaryDirectory directory = new();
        List<string> failures = [];
        foreach (PageCommand command in commands.Where(command => command.IsEpoche))
        {
            string[] words = [.. command.Arguments(shortened: true).SelectMany(word => Expand(directory.Path, word))];
            int redirection = Array.IndexOf(words, ">");
            bool isName = command.IsInText && ParseErrors.Find(Commands().Parse(command.Arguments())) is not null;
            if (isName || s_ofReaders.Any(own => words.Any(word => word.Contains(own, StringComparison.Ordinal))))
            {
                continue; // other tests play, check libraries, start Python and train on tables
            }

            using ChildProcess process = ChildProcess.In(directory.Path, redirection < 0 ? words : words[..redirection]);
            CliRun run = process.Wait();
            if (redirection >= 0)
            {
                File.WriteAllText(directory[words[redirection + 1]], run.Out);
            }

            if (run.ExitCode != ExitCode.Success && (run.ExitCode != ExitCode.Refused || words[0] != "classify"))
            {
                failures.Add($"{command.Place}: '{command.Text}' ended with {run.ExitCode}:\n{run.Error}\n{run.Out}");
            }
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures));

        lookAt?.Invoke(directory.Path);
    }

    /// <summary>What a shell makes of <c>some/letters-*.png</c>.</summary>
    private static IEnumerable<string> Expand(string directory, string word) => !word.Contains('*', StringComparison.Ordinal)
        ? [word]
        : Directory.EnumerateFiles(Path.Combine(directory, Path.GetDirectoryName(word)!))
            .Where(path => FileSystemName.MatchesSimpleExpression(Path.GetFileName(word), Path.GetFileName(path)))
            .Select(path => Path.GetRelativePath(directory, path)).Order(StringComparer.Ordinal);

    [GeneratedRegex("\"((?:--)?[a-z][a-z0-9-]*)")]
    private static partial Regex CaseName();
}
