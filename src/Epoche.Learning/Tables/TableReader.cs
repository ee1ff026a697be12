namespace Epoche.Tables;

/// <summary>Makes tables of the parts of files.</summary>
internal static class TableReader
{
    public static CsvSource Source(IReadOnlyList<CsvInput> inputs, CsvOptions? options, int blockBytes = CsvBlocks.BlockBytes)
    {
        options ??= new();
        return options is not { DecimalComma: true, Delimiter: ',' }
            ? new(inputs, options, blockBytes)
            : throw new ArgumentException(
                "Cells and decimals are both separated by a comma; set Delimiter to what separates cells, such as ';'.", nameof(options));
    }

    /// <summary>All rows. Where a later cell is not of the kind that the first rows made likely, the file is read again.</summary>
    public static Table Read(CsvSource source)
    {
        CsvLayout layout = source.Layout;
        while (true)
        {
            List<CsvPart> parts = [];
            CsvUse[] uses = [.. layout.Uses];
            foreach (CsvPart part in source.Parts(layout))
            {
                RequireKnown(part, layout);
                for (int i = 0; i < uses.Length; i++)
                {
                    uses[i] = CsvUses.Join(uses[i], part.Uses[i]);
                }

                if (uses.AsSpan().SequenceEqual(layout.Uses))
                {
                    parts.Add(part);
                }
                else
                {
                    parts.Clear(); // what is left of the file says whether more columns are others
                }
            }

            if (uses.AsSpan().SequenceEqual(layout.Uses))
            {
                return ToTable(parts, layout, source.Name);
            }

            layout = layout.With(uses);
        }
    }

    /// <summary>The rows of part after part.</summary>
    public static IEnumerable<Table> Stream(CsvSource source)
    {
        CsvLayout layout = source.Layout.With([.. source.Layout.Uses.Select(use => use == CsvUse.Unknown ? CsvUse.Number : use)]);
        bool isEmpty = true;
        foreach (CsvPart part in source.Parts(layout))
        {
            RequireKnown(part, layout);
            if (Array.Find(part.Others, other => other is not null) is { } other)
            {
                throw new DataFormatException(
                    other.File, other.Where,
                    $"{other.Expected}, as in the first rows; of a column of texts say so in {nameof(CsvOptions.Kinds)}", other.Found);
            }

            if (part.Rows > 0)
            {
                isEmpty = false;
                yield return ToTable([part], layout, source.Name);
            }
        }

        if (isEmpty)
        {
            throw NoRows(source.Name);
        }
    }

    private static void RequireKnown(CsvPart part, CsvLayout layout)
    {
        for (int i = 0; i < layout.Uses.Length; i++)
        {
            if (layout.Uses[i] is CsvUse.KnownNumber or CsvUse.KnownDate && part.Others[i] is { } other)
            {
                throw other;
            }
        }
    }

    private static Table ToTable(List<CsvPart> parts, CsvLayout layout, string name)
    {
        int rows = parts.Sum(part => part.Rows);
        if (rows == 0)
        {
            throw NoRows(name);
        }

        // Side by side: most of the time goes into memory that is new.
        Task<TableColumn>[] columns =
        [
            .. Enumerable.Range(0, layout.Names.Length).Where(i => layout.Uses[i] != CsvUse.None)
                .Select(i => Background.Run(() => layout.Uses[i] == CsvUse.Text
                    ? Texts(parts, i, rows, layout.Names[i])
                    : new TableColumn(layout.Names[i], layout.Uses[i].Kind(), Numbers(parts, i, rows)))),
        ];
        return new Table([.. columns.Select(column => column.GetAwaiter().GetResult())]) { Options = layout.Options };
    }

    private static double[] Numbers(List<CsvPart> parts, int column, int rows)
    {
        double[] numbers = GC.AllocateUninitializedArray<double>(rows);
        int at = 0;
        foreach (CsvPart part in parts)
        {
            part.Take(column).Numbers[..part.Rows].CopyTo(numbers.AsSpan(at));
            at += part.Rows;
        }

        return numbers;
    }

    private static TableColumn Texts(List<CsvPart> parts, int column, int rows, string name)
    {
        int[] codes = GC.AllocateUninitializedArray<int>(rows);
        Dictionary<string, int> places = new(StringComparer.Ordinal);
        List<string> words = [];
        int at = 0;
        foreach (CsvPart part in parts)
        {
            CsvCells cells = part.Take(column);
            IReadOnlyList<string> local = cells.Words!.All;
            int[] global = new int[local.Count];
            for (int i = 0; i < global.Length; i++)
            {
                if (!places.TryGetValue(local[i], out global[i]))
                {
                    global[i] = words.Count;
                    places.Add(local[i], words.Count);
                    words.Add(local[i]);
                }
            }

            foreach (int code in cells.Codes[..part.Rows])
            {
                codes[at++] = code < 0 ? -1 : global[code];
            }
        }

        return new(name, codes, [.. words]);
    }

    private static DataFormatException NoRows(string name) =>
        new(name, "end of the file", "a row behind the names of the columns", "none");
}
