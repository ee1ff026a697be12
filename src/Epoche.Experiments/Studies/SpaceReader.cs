namespace Epoche.Experiments;

/// <summary>
/// Reads a <c>space</c>: keys of a recipe, nested or with dots, each with <c>{int: 1..5}</c>, <c>{float: 1e-5..1e-2, log: true}</c>,
/// <c>{choice: [relu, tanh]}</c> or, for a list of equal layers, <c>{depth: 1..2, width: 32..256}</c>; <c>when</c> makes it conditional.
/// </summary>
internal static class SpaceReader
{
    private const string Whole = "int", Real = "float", Choice = "choice", Depth = "depth", Width = "width";
    private const string Examples = "{int: 1..5}, {float: 1e-5..1e-2, log: true}, {choice: [relu, tanh]} or {depth: 1..2, width: 32..256}";

    /// <exception cref="ConfigurationException">A domain is none, or a condition names no key before it.</exception>
    public static StudySpace Read(ConfigMap map)
    {
        List<(string Key, ConfigMap Domain)> domains = [];
        Collect(map, "", domains);
        SearchSpace space = SearchSpace.Empty;
        List<StudyKey> keys = [];
        foreach ((string key, ConfigMap domain) in domains)
        {
            bool isLayers = domain.Contains(Depth) || domain.Contains(Width);
            space = Add(space, key, domain, isLayers);
            keys.Add(new(key, domain, isLayers));
        }

        return new(space, keys);
    }

    /// <summary>A value of a configuration as one of a study: numbers, true, false and null are themselves, all else is its text.</summary>
    public static StudyValue ChoiceOf(ConfigNode node)
    {
        if (node is not ConfigScalar { IsQuoted: false } scalar)
        {
            return RecipeParameters.Text(node);
        }

        return scalar.IsNull ? default(StudyValue)
            : scalar.Text is "true" or "false" ? scalar.Text == "true"
            : ConfigNumber.TryWhole(scalar.Text, out Int128 whole) && whole >= long.MinValue && whole <= long.MaxValue
                && !scalar.Text.AsSpan().ContainsAny('.', 'e', 'E') ? (long)whole
            : ConfigNumber.TryReal(scalar.Text, out double number) && double.IsFinite(number) ? number
            : scalar.Text;
    }

    private static void Collect(ConfigMap map, string above, List<(string Key, ConfigMap Domain)> domains)
    {
        foreach (string key in map.Keys.ToArray())
        {
            string name = above.Length == 0 ? key : $"{above}.{key}";
            ConfigNode node = map.Required(key);
            if (node is not ConfigMap inner)
            {
                throw node.Error($"must be what is tried for it, such as {Examples}; received {RecipeParameters.Text(node)}");
            }

            if (((string[])[Whole, Real, Choice, Depth, Width]).Any(inner.Keys.Contains))
            {
                int place = domains.FindIndex(one => one.Key == name); // one that is set again takes the place of the first
                if (place < 0)
                {
                    domains.Add((name, inner));
                }
                else
                {
                    domains[place] = (name, inner);
                }
            }
            else
            {
                Collect(inner, name, domains);
            }
        }
    }

    private static SearchSpace Add(SearchSpace space, string key, ConfigMap map, bool isLayers)
    {
        if (isLayers)
        {
            space = AddNumber(space, key + StudySpace.Depth, map.Required(Depth), Condition(space, map), log: false, step: null);
            return AddNumber(
                space, key + StudySpace.Width, map.Required(Width), Condition(space, map), map.Bool("log", false), Step(map));
        }

        ParameterCondition? condition = Condition(space, map);
        string[] kinds = [.. ((string[])[Whole, Real, Choice]).Where(map.Contains)];
        if (kinds.Length != 1)
        {
            throw map.Error($"must be one of {Examples}; received {RecipeParameters.Text(map)}");
        }

        ConfigNode node = map.Required(kinds[0]);
        if (kinds[0] == Choice)
        {
            StudyValue[] choices = [.. node.AsList().Select(ChoiceOf)];
            return Guarded(node, () => space.Add(new SearchParameter(key, new CategoricalDomain(choices)) { Condition = condition }));
        }

        bool log = map.Bool("log", false);
        if (kinds[0] == Whole)
        {
            return AddNumber(space, key, node, condition, log, Step(map));
        }

        (double low, double high) = RangeReader.Real(node);
        RangeReader.Require(node, low, high, log);
        double? step = map.TryGet("step", out ConfigNode? width) ? width.AsDouble() : null;
        return Guarded(
            node, () => space.Add(new SearchParameter(key, new FloatDomain(low, high, log, step)) { Condition = condition }));
    }

    private static SearchSpace AddNumber(
        SearchSpace space, string name, ConfigNode node, ParameterCondition? condition, bool log, long? step)
    {
        (long low, long high) = RangeReader.Whole(node);
        RangeReader.Require(node, low, high, log);
        return Guarded(
            node, () => space.Add(new SearchParameter(name, new IntDomain(low, high, log, step ?? 1)) { Condition = condition }));
    }

    private static long? Step(ConfigMap map) => map.TryGet("step", out ConfigNode? step) ? step.AsLong(Bounds.AtLeast(1)) : null;

    /// <summary><c>when: {double: true}</c>, or several values: <c>when: {layers: [2, 3]}</c>.</summary>
    private static ParameterCondition? Condition(SearchSpace space, ConfigMap map)
    {
        if (map.OptionalMap("when") is not { } when)
        {
            return null;
        }

        string[] parents = [.. when.Keys];
        if (parents is not [var parent])
        {
            throw when.Error($"must name one key, such as {{double: true}}; received {RecipeParameters.Text(when)}");
        }

        ConfigNode node = when.Required(parent);
        ConfigNode[] values = node is ConfigScalar ? [node] : [.. node.AsList()];
        return Guarded(node, () =>
        {
            ParameterDomain domain = space.Domain(parent);
            return new ParameterCondition(parent, [.. values.Select(value => domain.ToNumber(ChoiceOf(value)))]);
        });
    }

    private static T Guarded<T>(ConfigNode node, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (ArgumentException exception)
        {
            throw node.Error($"cannot be searched: {ErrorText.Of(exception)}");
        }
    }
}
