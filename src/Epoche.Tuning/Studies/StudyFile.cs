using System.Globalization;

namespace Epoche.Tuning;

/// <summary>What a study's file says of its options, as one attribute; and whether other options agree with it.</summary>
internal static class StudyFile
{
    public const string Key = "epoche:study";

    private const int Version = 1;

    public static StudyValue ToValue(StudyOptions options) => StudyValue.Of(
    [
        new("version", Version), new("seed", options.Seed.ToString(CultureInfo.InvariantCulture)), new("lag", options.Lag),
        new("order", options.Order == TrialOrder.Number ? "number" : "arrival"), new("sampler", options.Sampler.Text),
        new("pruner", options.Pruner.Text), new("space", options.Space?.ToMap() ?? default),
    ]);

    /// <summary>Refuses to continue a study with other options: its trials would not be those of one study.</summary>
    /// <exception cref="ArgumentException">They differ; the message says in what.</exception>
    /// <exception cref="DataFormatException">The file is of a later version of this library.</exception>
    public static void RequireSame(string log, StudyRecord study, StudyOptions options)
    {
        if (!study.Directions.SequenceEqual(options.Directions))
        {
            throw Differs(log, study, "directions", string.Join(", ", study.Directions), string.Join(", ", options.Directions));
        }

        if (!study.SystemAttributes.TryGetValue(Key, out StudyValue kept))
        {
            RequireCompatible(log, study, options);
            return;
        }

        if (kept.Kind != StudyValueKind.Map || kept["version"] is not { Kind: StudyValueKind.Integer, AsInteger: <= Version })
        {
            throw new DataFormatException(
                log, $"study '{study.Name}', attribute '{Key}'", $"version {Version} of a study's settings",
                Shown.Cut(kept.Kind == StudyValueKind.Map ? $"version {kept["version"]}" : kept.ToString(), Shown.LongestQuote));
        }

        foreach ((string name, StudyValue value) in ToValue(options).AsMap)
        {
            if (kept[name] is { } other && other != value)
            {
                throw name == "space" ? SpaceDiffers(log, study, other, value) : Differs(log, study, name, other.Show(), value.Show());
            }
        }
    }

    /// <summary>A study of another program names no options, but its trials' parameters have to be of the same kind.</summary>
    private static void RequireCompatible(string log, StudyRecord study, StudyOptions options)
    {
        foreach (SearchParameter parameter in options.Space?.Parameters ?? [])
        {
            if (study.Domains.TryGetValue(parameter.Name, out ParameterDomain? domain)
                && !domain.Agrees(parameter.Domain))
            {
                throw Differs(log, study, $"parameter '{parameter.Name}'", $"{domain}", $"{parameter.Domain}");
            }
        }
    }

    private static ArgumentException SpaceDiffers(string log, StudyRecord study, StudyValue kept, StudyValue received)
    {
        Dictionary<string, StudyValue> before = ByName(kept), now = ByName(received);
        foreach ((string name, StudyValue parameter) in now)
        {
            if (!before.TryGetValue(name, out StudyValue other))
            {
                return Differs(log, study, $"parameter '{name}'", "no such parameter", Domain(parameter));
            }

            if (other != parameter)
            {
                return Differs(log, study, $"parameter '{name}'", Domain(other), Domain(parameter));
            }
        }

        string missing = before.Keys.FirstOrDefault(name => !now.ContainsKey(name)) ?? "space";
        return missing == "space" ? Differs(log, study, missing, "the same parameters in another order", "this order")
            : Differs(log, study, $"parameter '{missing}'", Domain(before[missing]), "no such parameter");
    }

    private static string Domain(StudyValue parameter)
    {
        string when = parameter["when"] is { Kind: StudyValueKind.Map } condition
            ? $", where {condition["parent"]?.Show()} is one of {condition["numbers"]}" : "";
        return parameter["distribution"] is { } json ? $"{ParameterDomain.Parse(json.ToString())}{when}" : parameter.ToString();
    }

    private static Dictionary<string, StudyValue> ByName(StudyValue space)
    {
        Dictionary<string, StudyValue> all = new(StringComparer.Ordinal);
        foreach (StudyValue parameter in space.Kind == StudyValueKind.List ? space.AsList : [])
        {
            all[parameter["name"]?.AsText ?? ""] = parameter;
        }

        return all;
    }

    private static ArgumentException Differs(string log, StudyRecord study, string what, string kept, string received) => new(Shown.Message(
        $"The study '{study.Name}' in '{log}' differs in {what}: it has {Shown.Cut(kept, 400)}; received {Shown.Cut(received, 400)}. "
        + $"Continue it with its own settings, or begin another study under another name."));
}
