using System.Globalization;
using System.Text.RegularExpressions;

namespace Epoche.Conformance;

/// <summary>
/// What the two versions of YAML take a plain scalar for: the implicit types of YAML 1.1 as PyYAML 6.0 has them (resolver.py), and the core
/// schema of YAML 1.2.2 (section 10.3.2), as yq and most others have it.
/// </summary>
public static partial class YamlKit
{
    /// <summary>Checks that every plain value of a file is the same to both.</summary>
    /// <exception cref="InvalidOperationException">One is not.</exception>
    public static void RequireOneReading(string yaml)
    {
        foreach (ConfigScalar scalar in Scalars(ConfigMap.Parse(yaml, "YAML")).Where(s => !s.IsQuoted))
        {
            string one = Old(scalar.Text), two = New(scalar.Text);
            if (one != two)
            {
                throw new InvalidOperationException($"{scalar.Path}: {scalar.Text} is {one} in YAML 1.1 and {two} in YAML 1.2.");
            }
        }
    }

    private static IEnumerable<ConfigScalar> Scalars(ConfigNode node) => node switch
    {
        ConfigScalar scalar => [scalar],
        ConfigMap map => map.Keys.SelectMany(key => map.TryGet(key, out ConfigNode? value) ? Scalars(value) : []),
        _ => node.AsList().SelectMany(Scalars),
    };

    private static string Old(string text) =>
        OldInteger().IsMatch(text) ? Number(Integer11(text.Replace("_", "", StringComparison.Ordinal)))
        : OldFloat().IsMatch(text) ? Number(double.Parse(text.Replace("_", "", StringComparison.Ordinal), CultureInfo.InvariantCulture))
        : OldOther().IsMatch(text) ? $"special {text.ToLowerInvariant()}"
        : $"text {text}";

    private static string New(string text) =>
        NewInteger().IsMatch(text) || NewFloat().IsMatch(text) ? Number(double.Parse(text, CultureInfo.InvariantCulture))
        : NewOther().IsMatch(text) ? $"special {text.ToLowerInvariant()}"
        : $"text {text}";

    private static double Integer11(string text) => text.TrimStart('+', '-') is ['0', not 'x' and not 'b', ..] octal
        ? Convert.ToInt64(octal, 8)
        : double.Parse(text, CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    [GeneratedRegex("^[-+]?(0|[1-9][0-9_]*|0[0-7_]+)$")]
    private static partial Regex OldInteger();

    [GeneratedRegex(@"^([-+]?[0-9][0-9_]*\.[0-9_]*([eE][-+][0-9]+)?|\.[0-9][0-9_]*([eE][-+][0-9]+)?)$")]
    private static partial Regex OldFloat();

    [GeneratedRegex(
        "^(|~|null|Null|NULL|yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF"
        + @"|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*"
        + "|0x[0-9a-fA-F_]+|0b[01_]+|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+.*)$")]
    private static partial Regex OldOther();

    [GeneratedRegex("^[-+]?[0-9]+$")]
    private static partial Regex NewInteger();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$")]
    private static partial Regex NewFloat();

    [GeneratedRegex(@"^(|~|null|Null|NULL|true|True|TRUE|false|False|FALSE|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)|0x[0-9a-fA-F]+|0o[0-7]+)$")]
    private static partial Regex NewOther();
}
