using System.CommandLine;

namespace Epoche.Cli.Commands;

/// <summary><c>epoche env check NAME|FILE[:TYPE]</c>.</summary>
internal sealed class EnvCheckCommand : EpocheCommand
{
    private readonly Argument<string> _what = new("NAME|FILE[:TYPE]")
    {
        HelpName = "NAME|FILE[:TYPE]",
        Description = "An environment's name (see 'epoche list'), or your own: the path of its DLL or C# file, which is loaded, with the "
            + "type where it has several; or Python's gymnasium:NAME, which is run",
    };
    private readonly Option<string[]> _imports = CliOption.Import();
    private readonly Option<bool> _json = CliOption.Json();

    public EnvCheckCommand(Terminal terminal)
        : base(terminal, "check", "Check an environment, such as your own, against the rules that training relies on")
    {
        Add(_what);
        Add(_imports);
        Add(_json);
        SetAction(Execute);
    }

    public override IReadOnlyList<(string, string)> Examples { get; } =
    [
        ("epoche env check Lander.cs", "a C# file, which is built first"),
        ("epoche env check bin/Release/net10.0/Snake.dll", "the environment in a DLL"),
        ("epoche env check bin/Release/net10.0/Games.dll:Snake", "one of several"),
        ("epoche env check gymnasium:CartPole-v1", "one of Python's Gymnasium"),
        ("epoche env check Catch-8x8 --json | tail -1", "one that comes along; the findings for a program"),
    ];

    private int Execute(ParseResult parsed)
    {
        ShownWriter table = Terminal.ForJson(parsed.GetValue(_json)).Out;
        (string name, EnvironmentSubject subject) = Find(parsed.GetValue(_what)!, parsed.GetValue(_imports)!);
        table.WriteLine($"{name}");
        List<EnvironmentFinding> findings = [];
        foreach (EnvironmentFinding finding in EnvironmentCheck.Run(subject))
        {
            Write(table, finding);
            findings.Add(finding);
        }

        table.WriteLine(Summary(findings));
        if (parsed.GetValue(_json))
        {
            Terminal.Out.WriteLine(Json(name, findings));
        }

        return findings.Any(finding => finding.IsFailure) ? ExitCode.Failure : ExitCode.Success;
    }

    private (string Name, EnvironmentSubject Subject) Find(string what, string[] imports)
    {
        // Whoever names a file to this command asks for it to be loaded: no --trust.
        if (EnvCommand.IsPython(what))
        {
            EnvironmentEntry python = EnvCommand.Find(what, Code(isTrusted: true), imports);
            return ($"{python.Name} ({python.Summary.TrimEnd('.')})", EnvironmentSubject.Of(python));
        }

        if (EnvironmentCode.IsCode(what))
        {
            (string name, EnvironmentSubject subject) = Code(isTrusted: true)!.LoadSubject(what);
            _ = subject.Create(); // what its constructor throws is said by name, before any rule
            return (name, subject);
        }

        EnvironmentEntry entry = EnvCommand.Find(what, code: null);
        return (entry.Name, EnvironmentSubject.Of(entry));
    }

    private static void Write(ShownWriter table, EnvironmentFinding finding)
    {
        EnvironmentRule rule = finding.Rule;
        string outcome = finding.Outcome switch
        {
            CheckOutcome.Passed => "pass",
            CheckOutcome.Warning => "WARN",
            CheckOutcome.Failed => "FAIL",
            _ => "skip",
        };
        bool isGood = finding.Outcome is CheckOutcome.Passed or CheckOutcome.Skipped;
        string seen = isGood && finding.Observed.Length > 0 ? $": {finding.Observed}" : "";
        table.WriteLine($"  {outcome}  {rule.Name,-10}  {rule.Statement}{seen}");
        if (!isGood)
        {
            table.WriteLine($"                    {finding.Observed}");
            table.WriteLine($"        it means:   {rule.Meaning}");
            table.WriteLine($"        likely fix: {rule.LikelyFix}");
        }
    }

    private static string Summary(List<EnvironmentFinding> findings)
    {
        IEnumerable<(CheckOutcome Outcome, string Word)> words =
        [
            (CheckOutcome.Passed, "passed"), (CheckOutcome.Warning, "to think about"), (CheckOutcome.Failed, "failed"),
            (CheckOutcome.Skipped, "skipped"),
        ];
        return string.Join(
            ", ", words.Select(w => (Count: findings.Count(f => f.Outcome == w.Outcome), w.Word)).Where(w => w.Count > 0)
                .Select(w => $"{w.Count} {w.Word}"));
    }

    private static string Json(string name, List<EnvironmentFinding> findings)
    {
        return JsonText.Object(json =>
        {
            json.WriteString("environment", name);
            json.WriteBoolean("passed", !findings.Any(finding => finding.IsFailure));
            json.WriteStartArray("checks");
            foreach (EnvironmentFinding finding in findings)
            {
                json.WriteStartObject();
                json.WriteString("name", finding.Rule.Name);
                json.WriteString("rule", finding.Rule.Statement);
                json.WriteString("outcome", finding.Outcome.ToString().ToLowerInvariant());
                json.WriteString("observed", finding.Observed);
                json.WriteString("meaning", finding.Rule.Meaning);
                json.WriteString("likely_fix", finding.Rule.LikelyFix);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }
}
