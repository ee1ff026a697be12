using System.Text.RegularExpressions;

namespace Epoche.Architecture.Tests.Rules;

/// <summary>
/// Files are written, renamed and deleted in one place, <c>Epoche.Core/Files</c>, which never follows a link, flushes what must last and
/// leaves nothing half-written; read there, which looks at kind and length first; and folders are listed there, in ordinal order.
/// </summary>
public sealed partial class FileAccessTests
{
    private const string Place = "src/Epoche.Core/Files/", Lister = $"{Place}FolderListing.cs";

    /// <summary>The files that may do it themselves, with the reason.</summary>
    private static readonly Dictionary<string, string> s_writers = new()
    {
        ["src/Epoche.Cli/Terminals/GuardedWriter.cs"] = "standard output and standard error, which are open already",
        ["src/Epoche.Experiments/Gallery/GalleryMaker.cs"] = "a temporary folder of the system, under a name that nobody had before",
    };

    /// <summary>Likewise.</summary>
    private static readonly Dictionary<string, string> s_readers = new()
    {
        ["src/Epoche.Tracking/Reports/MachineInfo.cs"] = "/proc/cpuinfo is no regular file, and has no length",
    };

    [Fact]
    public void Files_are_written_renamed_and_deleted_in_one_place() => Violations.None(Uses(Writes(), s_writers));

    [Fact]
    public void Files_are_read_in_one_place() => Violations.None(Uses(Reads(), s_readers));

    [Fact]
    public void Exceptions_are_needed()
    {
        Violations.None(Unneeded(Writes(), s_writers));
        Violations.None(Unneeded(Reads(), s_readers));
    }

    [Fact]
    public void Folders_are_listed_in_one_place_in_ordinal_order() => Violations.None(
        from file in SourceFile.Under("src")
        where file.Path != Lister
        from Match match in Lists().Matches(file.Code)
        select $"{file.Path}:{file.LineOf(match.Index)}: {match.Value}…: {Lister} lists folders, and asks names instead of patterns");

    /// <summary>
    /// What <c>a.*</c> finds differs between systems. In tests a star may stand for a part of a name with a fixed extension.
    /// </summary>
    [Fact]
    public void Nothing_is_found_by_a_pattern_that_systems_read_differently() => Violations.None(
        from file in SourceFile.Under(".")
        from Match match in Patterns().Matches(file.Text)
        let pattern = match.Groups["pattern"].Value
        where !(file.Path == Lister ? pattern == "*" : PlainPattern().IsMatch(pattern))
        select $"{file.Path}:{file.LineOf(match.Index)}: \"{pattern}\": ask the names by StartsWith and EndsWith");

    private static IEnumerable<string> Uses(Regex calls, Dictionary<string, string> exceptions) =>
        from file in SourceFile.Under("src")
        where !file.Path.StartsWith(Place, StringComparison.Ordinal) && !exceptions.ContainsKey(file.Path)
        from Match match in calls.Matches(file.Code)
        select $"{file.Path}:{file.LineOf(match.Index)}: {match.Value}…: {Place} has what does it safely";

    private static IEnumerable<string> Unneeded(Regex calls, Dictionary<string, string> exceptions) =>
        from path in exceptions.Keys
        where !calls.IsMatch(new SourceFile(path).Code)
        select $"{path} needs no exception any more";

    [GeneratedRegex(
        @"\bFile\.(Write|Append|Create|Move|Copy|Delete|Replace|Set|Encrypt|OpenWrite|OpenHandle|Open\()\w*"
        + @"|\bDirectory\.(Move|Delete|Create|Set)\w*|\bnew\s+(File|Directory)Info\([^;]*\)\.(Delete|MoveTo|CopyTo|Create|Open)\w*\("
        + @"|\bnew\s+(System\.IO\.)?(FileStream|StreamWriter)\(|\bFileStream\s+\w+\s*=\s*new\(")]
    private static partial Regex Writes();

    [GeneratedRegex(@"\.(Get|Enumerate)(Files|Directories|FileSystemEntries|FileSystemInfos)\(")]
    private static partial Regex Lists();

    // The first text among the arguments; those of a call within them, as of Path.Combine, are passed over.
    [GeneratedRegex(
        @"\.(Get|Enumerate)(Files|Directories|FileSystemEntries|FileSystemInfos)\("
        + @"([^()""]|\(([^()]|\([^()]*\))*\))*,\s*\$?""(?<pattern>[^""]*)""")]
    private static partial Regex Patterns();

    [GeneratedRegex(@"^[\w-]*\*(\.\w+)?$")]
    private static partial Regex PlainPattern();

    [GeneratedRegex(
        @"\bFile\.(Read|OpenRead|OpenText)\w*|\bnew\s+StreamReader\((path|file)\b|\bStreamReader\s+\w+\s*=\s*new\((path|file)\b")]
    private static partial Regex Reads();
}
