using System.Text.RegularExpressions;

namespace Epoche.Architecture.Tests.BannedApis;

public sealed partial class BannedApiTests
{
    [Fact]
    public void Every_function_whose_bits_differ_between_machines_is_banned() =>
        Repository.AssertApproved("eng/BannedSymbols.Math.txt", BannedMath.List());

    [Fact]
    public void Every_exception_from_a_rule_says_why()
    {
        IEnumerable<string> silent =
            from file in Repository.Files("src", "*.cs")
            from line in Repository.Read(file).Split('\n')
            where line.Contains("#pragma warning disable", StringComparison.Ordinal)
                || line.Contains("SuppressMessage(", StringComparison.Ordinal)
            where !Reason().IsMatch(line)
            select $"{file}: {line.Trim()}";

        Violations.None(silent);
    }

    [Fact]
    public void No_project_turns_the_rule_off()
    {
        IEnumerable<string> files = Repository.Files(".", "*.csproj").Concat(Repository.Files(".", "*.props"))
            .Where(file => Repository.Read(file).Contains("RS0030", StringComparison.Ordinal));

        Violations.None(files);
        Assert.Contains("dotnet_diagnostic.RS0030.severity = error", Repository.Read(".editorconfig"), StringComparison.Ordinal);
    }

    [GeneratedRegex("""//\s*\S+|Justification = "[^"]+""")]
    private static partial Regex Reason();
}
