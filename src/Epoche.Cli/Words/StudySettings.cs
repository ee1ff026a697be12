using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Epoche.Cli.Words;

/// <summary>The parameters of a trial as settings of a recipe.</summary>
internal static partial class StudySettings
{
    private const string Depth = ".depth", Width = ".width";

    /// <summary>The values with the names of the objectives, in full.</summary>
    public static IEnumerable<string> Values(StudyRecord study, TrialRecord trial)
    {
        IReadOnlyList<string> names = StudyColumns.Objectives(study);
        return trial.Values is null ? [trial.State.ToString().ToLowerInvariant()]
            : trial.Values.Select((value, i) => $"{(i < names.Count ? names[i] : "value")} {Number(value)}");
    }

    /// <summary>A value in full.</summary>
    public static string Text(TrialParameter parameter) =>
        parameter.Domain.Contains(parameter.Number) ? Text(parameter.Value) : Number(parameter.Number);

    /// <summary>Parameters that some of the complete trials do not have.</summary>
    public static HashSet<string> Conditional(StudyRecord study)
    {
        TrialRecord[] complete = [.. study.Trials.Where(trial => trial.State == TrialState.Complete)];
        return
        [
            .. complete.SelectMany(trial => trial.Parameters).GroupBy(parameter => parameter.Name, StringComparer.Ordinal)
                .Where(group => group.Count() < complete.Length).Select(group => group.Key),
        ];
    }

    /// <summary><c>--set KEY=VALUE</c>, a line each, with quotes where a shell needs them.</summary>
    public static string Options(FoundStudy found, TrialRecord trial) =>
        string.Concat(Pairs(found, trial).Select(pair => $"--set {Quoted($"{pair.Key}={pair.Value}")}\n"));

    /// <summary>A part of a recipe: keys with dots become maps within maps.</summary>
    public static string Yaml(FoundStudy found, TrialRecord trial)
    {
        StringBuilder yaml = new();
        yaml.Append(CultureInfo.InvariantCulture, $"# Trial {trial.Number} of the study {Shown.Text(found.Record.Name)}: ")
            .Append(Shown.Text(string.Join(", ", Values(found.Record, trial)))).Append('\n');
        Append(yaml, [.. Pairs(found, trial).Select(pair => (pair.Key.Split('.'), pair.Value))], 0);
        return yaml.ToString();
    }

    private static void Append(StringBuilder yaml, IReadOnlyList<(string[] Path, string Value)> pairs, int depth)
    {
        foreach (IGrouping<string, (string[] Path, string Value)> group in pairs.GroupBy(pair => pair.Path[depth], StringComparer.Ordinal))
        {
            yaml.Append(' ', 2 * depth).Append(Scalar(group.Key)).Append(':');
            (string[] Path, string Value)[] leaves = [.. group.Where(pair => pair.Path.Length == depth + 1)];
            if (leaves.Length > 0)
            {
                yaml.Append(' ').Append(Scalar(leaves[^1].Value)).Append('\n');
            }
            else
            {
                yaml.Append('\n');
                Append(yaml, [.. group], depth + 1);
            }
        }
    }

    /// <summary>Layers that a study of recipes searches by depth and width are one list.</summary>
    private static IReadOnlyList<KeyValuePair<string, string>> Pairs(FoundStudy found, TrialRecord trial)
    {
        Dictionary<string, string> all = trial.Parameters.ToDictionary(one => one.Name, Text, StringComparer.Ordinal);
        List<KeyValuePair<string, string>> pairs = [];
        foreach (TrialParameter parameter in trial.Parameters)
        {
            string name = parameter.Name;
            if (found.Settings is not null && name.EndsWith(Depth, StringComparison.Ordinal)
                && all.TryGetValue(name[..^Depth.Length] + Width, out string? width)
                && parameter is { Domain: IntDomain, Value.AsInteger: >= 0 and <= 100 } depth)
            {
                string list = string.Join(",", Enumerable.Repeat(width, (int)depth.Value.AsInteger));
                pairs.Add(new(name[..^Depth.Length], $"[{list}]"));
            }
            else if (found.Settings is null || !name.EndsWith(Width, StringComparison.Ordinal)
                || !all.ContainsKey(name[..^Width.Length] + Depth))
            {
                pairs.Add(new(name, all[name]));
            }
        }

        return pairs;
    }

    private static string Text(StudyValue value) => value.Kind switch
    {
        StudyValueKind.Text => value.AsText,
        StudyValueKind.Number => Number(value.AsNumber),
        _ => value.ToString(),
    };

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Quoted(string text) =>
        ShellWord().IsMatch(text) ? text : $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    /// <summary>A value as it stands where that is plain YAML, as --set takes it; in quotes otherwise.</summary>
    private static string Scalar(string text) => PlainYaml().IsMatch(text) ? text : ((StudyValue)text).ToString();

    [GeneratedRegex(@"^[\w./=:,+%@[\]-]+$")]
    private static partial Regex ShellWord();

    [GeneratedRegex(@"^(\[[\w., -]*\]|[\w.+-][\w./+ -]*(?<! ))$")]
    private static partial Regex PlainYaml();
}
