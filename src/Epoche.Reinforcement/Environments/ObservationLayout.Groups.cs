namespace Epoche;

public sealed partial class ObservationLayout
{
    private const char Separator = '/';

    /// <summary>
    /// A dictionary of layouts, which may be dictionaries and tuples themselves: flattened in the order given, depth first. A part
    /// <c>angle</c> of a group <c>arm</c> is called <c>arm/angle</c>; a group that is one value of several
    /// (<see cref="Index(int)"/>, <see cref="OneHot(int)"/>) is called by its own name.
    /// </summary>
    /// <param name="groups">What each is called, and its parts.</param>
    /// <exception cref="ArgumentException">There is none, a name is empty or holds a <c>/</c>, or two have the same name.</exception>
    /// <example><code>
    /// ObservationLayout layout = ObservationLayout.OfGroups(
    ///     ("arm", ObservationLayout.Of(new("angle", [1]), new("speed", [1]))), ("gear", ObservationLayout.Index(5)));
    /// // arm/angle [1], arm/speed [1], gear (index of 5)
    /// </code></example>
    public static ObservationLayout OfGroups(params ReadOnlySpan<(string Name, ObservationLayout Parts)> groups)
    {
        List<ObservationPart> parts = [];
        foreach ((string name, ObservationLayout layout) in groups)
        {
            ArgumentException.ThrowIfNullOrEmpty(name, nameof(groups));
            ArgumentNullException.ThrowIfNull(layout, nameof(groups));
            if (name.Contains(Separator))
            {
                throw new ArgumentException(
                    $"The group '{name}' of an observation holds a '{Separator}', which separates a group from its parts.", nameof(groups));
            }

            parts.AddRange(layout._parts.Select(
                part => part.Called(layout is [{ Name: OnlyName }] ? name : $"{name}{Separator}{part.Name}")));
        }

        return Of([.. parts]);
    }

    /// <summary>A tuple of layouts: as <see cref="OfGroups"/>, with the names <c>0</c>, <c>1</c> and so on.</summary>
    /// <param name="items">The layouts, in their order.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static ObservationLayout OfTuple(params ReadOnlySpan<ObservationLayout> items)
    {
        (string, ObservationLayout)[] groups = new (string, ObservationLayout)[items.Length];
        for (int i = 0; i < items.Length; i++)
        {
            groups[i] = ($"{i}", items[i]);
        }

        return OfGroups(groups);
    }

    /// <summary>
    /// A layer that takes a part out of the row, in the part's shape; or of a group (<see cref="OfGroups"/>) all of its numbers, flat.
    /// </summary>
    /// <param name="name">What it is called.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    /// <example><code>
    /// Symbol observation = Model.Input(spec.Observation);
    /// Symbol image = observation.Then(layout.Take("image"), new Conv2D(16, 3), new Flatten());
    /// Symbol speed = observation.Then(layout.Take("speed"));
    /// GraphModel model = new(observation, Symbol.Concat(image, speed).Then(new Dense(spec.Actions.Count)));
    /// </code></example>
    public SliceLayer Take(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        int first = Array.FindIndex(_parts, part => part.Name == name || part.Name.StartsWith(name + Separator, StringComparison.Ordinal));
        if (first < 0)
        {
            first = Find(name); // which says what there is
        }

        if (_parts[first].Name == name)
        {
            return new SliceLayer(_starts[first], _parts[first].Shape);
        }

        int numbers = _parts.Skip(first)
            .TakeWhile(part => part.Name.StartsWith(name + Separator, StringComparison.Ordinal)).Sum(part => part.Shape.ElementCount);
        return new SliceLayer(_starts[first], [numbers]);
    }

    /// <summary>Whether a part or a group is called so.</summary>
    internal bool Has(string name) =>
        _parts.Any(part => part.Name == name || part.Name.StartsWith(name + Separator, StringComparison.Ordinal));
}
