namespace Epoche.Experiments;

/// <summary>
/// Reads the recipe with the ends of each range and with each choice, before anything is trained: the recipe's own readers say which keys
/// they know and which values they take.
/// </summary>
internal static class SpaceCheck
{
    /// <exception cref="ConfigurationException">The recipe takes a key, or a value, not.</exception>
    public static void Require(StudyRecipe study, ExperimentOptions experiments)
    {
        string[] settings = [.. study.TrialSettings];
        _ = Experiment.Parse(study.Recipe, study.Seeds[0], settings, steps: null, experiments);
        foreach (StudyKey key in study.Space.Keys)
        {
            foreach (Dictionary<string, StudyValue> values in Probes(study.Space.Space, key))
            {
                IReadOnlyList<string> probe = study.Space.Settings(
                    name => values.TryGetValue(name, out StudyValue value) ? value : default(StudyValue?));
                try
                {
                    _ = Experiment.Parse(study.Recipe, study.Seeds[0], [.. settings, .. probe], steps: null, experiments);
                }
                catch (ConfigurationException exception)
                {
                    throw key.Node.Error($"cannot be tried: {exception.Message}");
                }
            }
        }
    }

    /// <summary>The values of a key that are tried out, each with the first value under which a conditional key exists.</summary>
    private static IEnumerable<Dictionary<string, StudyValue>> Probes(SearchSpace space, StudyKey key)
    {
        if (!key.IsLayers)
        {
            return Ends(space.Domain(key.Name)).Select(value => With(space, key.Name, value, []));
        }

        string depth = key.Name + StudySpace.Depth, width = key.Name + StudySpace.Width;
        return Ends(space.Domain(depth)).Zip(Ends(space.Domain(width)), (layers, units) =>
            With(space, depth, layers, With(space, width, units, [])));
    }

    private static Dictionary<string, StudyValue> With(
        SearchSpace space, string name, StudyValue value, Dictionary<string, StudyValue> values)
    {
        values[name] = value;
        for (string? child = name; child is not null;)
        {
            ParameterCondition? condition = space.Parameters[space.IndexOf(child)].Condition;
            child = condition?.Parent;
            if (condition is not null)
            {
                values[condition.Parent] = space.Domain(condition.Parent).ToValue(condition.Numbers[0]);
            }
        }

        return values;
    }

    private static IEnumerable<StudyValue> Ends(ParameterDomain domain) => domain is CategoricalDomain choices
        ? choices.Choices
        : [domain.ToValue(domain.Bounds.Low), domain.ToValue(domain.Bounds.High)];
}
