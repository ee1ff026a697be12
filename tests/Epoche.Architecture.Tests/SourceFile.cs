using System.Text;
using System.Text.RegularExpressions;

namespace Epoche.Architecture.Tests;

/// <summary>A C# file with its comments and the contents of its literals blanked, so that a search finds code only.</summary>
internal sealed partial class SourceFile
{
    public SourceFile(string path)
    {
        Path = path;
        Text = Repository.Read(path);
        Code = Blank(Text);
    }

    public string Path { get; }

    public string Text { get; }

    public string Code { get; }

    public int LineCount => Text.Split('\n').Length - (Text.EndsWith('\n') ? 1 : 0);

    public IEnumerable<string> Identifiers => Word().Matches(Code).Select(match => match.Value).Distinct();

    /// <summary>The types that other files could name.</summary>
    public IEnumerable<string> DeclaredTypes => Declaration().Matches(Code).Select(match => match.Groups["name"].Value).Distinct();

    public static IEnumerable<SourceFile> Under(string folder) => Repository.Files(folder, "*.cs").Select(path => new SourceFile(path));

    /// <summary>The line of a position in <see cref="Code"/>, counted from one; blanking keeps positions.</summary>
    public int LineOf(int position) => Code.AsSpan(0, position).Count('\n') + 1;

    private static string Blank(string text)
    {
        StringBuilder code = new(text);
        foreach (Match match in Noise().Matches(text))
        {
            for (int i = match.Index; i < match.Index + match.Length; i++)
            {
                if (code[i] != '\n')
                {
                    code[i] = ' ';
                }
            }
        }

        return code.ToString();
    }

    [GeneratedRegex(@"@?\b[A-Za-z_]\w*\b")]
    private static partial Regex Word();

    [GeneratedRegex(
        @"(?<!\bprivate\s+(\w+\s+)*)\b(class|struct|interface|enum|record|record\s+struct|delegate\s+[\w<>\[\]?.]+)\s+(?<name>[A-Z]\w*)")]
    private static partial Regex Declaration();

    // Comments, raw strings, verbatim strings, strings, characters. Code inside the holes of interpolated strings is blanked with them.
    [GeneratedRegex("""""
        //[^\n]*|/\*.*?\*/|\$*("""+).*?\1|\$?@\$?"(""|[^"])*"|\$?"(\\.|[^"\\\n])*"|'(\\.[^'\n]*|[^'\\\n])'
        """"", RegexOptions.Singleline)]
    private static partial Regex Noise();
}
