namespace Epoche.Experiments;

/// <summary>What the training of a table takes.</summary>
internal static class TableMemory
{
    private const int Models = 3; // the one that learns, the one that is saved, and the one that is loaded to be evaluated

    public static IReadOnlyList<MemoryPart> Of(TableRecipe recipe)
    {
        TableOptions options = recipe.Options;
        string key = options.Tiles is null ? "environment" : "tiles.cells";
        long entries = Saturating.Product(recipe.Rows, recipe.Spec.Actions.Count);
        int tables = Models + (options.Method == TableMethod.DoubleQLearning ? 2 : 0) + (options.Selection is null ? 0 : 1);
        return
        [
            new("tables", Saturating.Product(entries, tables, sizeof(float)), key)
            {
                LongestArray = entries, Reserved = Saturating.Product(entries, tables + Models, sizeof(float)), // beside gradients
            },
            new("counts of visits", Saturating.Product(entries, sizeof(int)), key),
            .. options.Lambda > 0 ? [Traces(recipe, entries)] : (MemoryPart[])[],
        ];
    }

    /// <summary>As large as the table, and as good as empty.</summary>
    private static MemoryPart Traces(TableRecipe recipe, long entries)
    {
        long places = Saturating.Product(recipe.Environments, entries);
        return new("traces", 0, "environments")
        {
            Reserved = Saturating.Product(places, sizeof(double) + sizeof(int)), LongestArray = places,
        };
    }
}
