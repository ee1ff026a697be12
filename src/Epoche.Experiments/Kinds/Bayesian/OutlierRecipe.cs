namespace Epoche.Experiments;

/// <summary>
/// Images of no class that are learned from beside the examples, to be answered with the same probability for every class: the section
/// <c>outliers</c> of a recipe. None of them is taken from what a classifier is
/// tried on later.
/// </summary>
internal sealed record OutlierRecipe
{
    /// <summary>Characters of no alphabet, for each example.</summary>
    public required float Scribbles { get; init; }

    /// <summary>Drawn digits that are none any more, for each example.</summary>
    public required float Misdrawn { get; init; }

    /// <summary>Images put together from halves of two examples of different classes, for each example.</summary>
    public required float Halves { get; init; }

    public int ScribblesFor(int examples) => For(Scribbles, examples);

    public int MisdrawnFor(int examples) => For(Misdrawn, examples);

    public int HalvesFor(int examples) => For(Halves, examples);

    /// <summary>In decimals, for 0.29f·100 is below 29.</summary>
    private static int For(float each, int examples) => (int)((decimal)each * examples);

    /// <summary>Images that are learned from: the examples, and outliers if there are any.</summary>
    public static int ImagesWith(OutlierRecipe? outliers, int examples) =>
        examples + (outliers?.ScribblesFor(examples) ?? 0) + (outliers?.MisdrawnFor(examples) ?? 0) + (outliers?.HalvesFor(examples) ?? 0);

    /// <summary>The section; null where it is missing.</summary>
    /// <param name="recipe">The whole recipe.</param>
    public static OutlierRecipe? Read(ConfigMap recipe)
    {
        if (recipe.OptionalMap("outliers") is not { } map)
        {
            return null;
        }

        Bounds each = Bounds.Between(0, 10);
        OutlierRecipe outliers = new()
        {
            Scribbles = map.Float("scribbles", 0, each),
            Misdrawn = map.Float("misdrawn", 0, each),
            Halves = map.Float("halves", 0, each),
        };
        return outliers.Scribbles + outliers.Misdrawn + outliers.Halves > 0
            ? outliers
            : throw recipe.Error("outliers", "names none; set outliers.scribbles, outliers.misdrawn or outliers.halves to how many for "
                + "each example, such as 0.2, or leave the section out");
    }
}
