namespace Epoche.Tables;

/// <summary>A feature with what was found of it in the training rows.</summary>
internal sealed class FittedFeature
{
    private readonly Dictionary<string, int> _places;

    public FittedFeature(FeatureSettings settings)
    {
        Settings = settings;
        _places = new(StringComparer.Ordinal);
        for (int i = 0; i < settings.Categories.Count; i++)
        {
            _places.Add(settings.Categories[i], i);
        }
    }

    public FeatureSettings Settings { get; }

    public string Column => Settings.Column;

    /// <summary>How many numbers a cell becomes.</summary>
    public int Width => Settings.Width + (Settings.HasIndicator ? 1 : 0);

    /// <summary>What each of the numbers is.</summary>
    public IEnumerable<string> Names
    {
        get
        {
            IEnumerable<string> names = Settings.Kind switch
            {
                FeatureKind.OneHot => [.. Settings.Unknown == UnknownCategory.Own ? ["unknown"] : (string[])[], .. Settings.Categories,
                    .. Settings.HasMissing ? ["missing"] : (string[])[]],
                FeatureKind.Words => Settings.Categories,
                FeatureKind.Hashed => Enumerable.Range(0, Settings.Width).Select(i => $"{i}"),
                FeatureKind.Date => DatePartsOf.Names(Settings.Parts),
                _ => [],
            };
            return [.. names.DefaultIfEmpty("").Select(name => name.Length == 0 ? Column : $"{Column}={name}"),
                .. Settings.HasIndicator ? [$"{Column} missing"] : (string[])[]];
        }
    }

    /// <summary>Writes the numbers of some rows.</summary>
    /// <param name="cells">The column.</param>
    /// <param name="first">The first row.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="inputs">Where the numbers of the first row begin.</param>
    /// <param name="stride">How far the numbers of a row are from those of the next.</param>
    /// <exception cref="ArgumentException">A cell is not what it was in training.</exception>
    public void Write(TableColumn cells, int first, int count, Span<float> inputs, int stride)
    {
        switch (Settings.Kind)
        {
            case FeatureKind.Number:
                WriteNumbers(cells, first, count, inputs, stride);
                break;
            case FeatureKind.Date:
                WriteDates(cells, first, count, inputs, stride);
                break;
            case FeatureKind.OneHot or FeatureKind.Index:
                WriteCategories(cells, first, count, inputs, stride);
                break;
            default:
                WriteWords(cells, first, count, inputs, stride);
                break;
        }
    }

    private void WriteNumbers(TableColumn cells, int first, int count, Span<float> inputs, int stride)
    {
        RequireNumbers(cells);
        (double fill, double offset, double divisor) = (Settings.Fill, Settings.Offset, Settings.Divisor);
        ReadOnlySpan<double> numbers = cells.AllNumbers;
        bool hasIndicator = Settings.HasIndicator;
        for (int i = 0, at = 0; i < count; i++, at += stride)
        {
            double number = numbers[cells.Rows is { } rows ? rows[first + i] : first + i];
            bool isMissing = double.IsNaN(number);
            inputs[at] = (float)(((isMissing ? fill : number) - offset) / divisor);
            if (hasIndicator)
            {
                inputs[at + 1] = isMissing ? 1 : 0;
            }
        }
    }

    private void WriteDates(TableColumn cells, int first, int count, Span<float> inputs, int stride)
    {
        RequireNumbers(cells);
        for (int i = 0; i < count; i++)
        {
            double days = cells.Number(first + i);
            Span<float> numbers = inputs.Slice(i * stride, Width);
            DatePartsOf.Write(Settings.Parts, days, Settings.Offset, Settings.Divisor, numbers);
            if (Settings.HasIndicator)
            {
                numbers[^1] = double.IsNaN(days) ? 1 : 0;
            }
        }
    }

    private void WriteCategories(TableColumn cells, int first, int count, Span<float> inputs, int stride)
    {
        // Of texts each different one is looked up once.
        int[]? places = cells.Kind == ColumnKind.Text ? [.. cells.Words.Select(word => _places.GetValueOrDefault(word, -1))] : null;
        int missing = Settings.HasMissing ? Settings.Categories.Count : -1;
        bool isIndex = Settings.Kind == FeatureKind.Index;
        int known = isIndex || Settings.Unknown == UnknownCategory.Own ? 1 : 0, width = Settings.Width;
        for (int i = 0; i < count; i++)
        {
            int row = first + i;
            int place = cells.IsMissing(row) ? missing
                : places is not null ? places[cells.AllCodes[cells.Row(row)]]
                : _places.GetValueOrDefault(cells.Text(row)!, -1);
            if (place < 0 && Settings.Unknown == UnknownCategory.Error)
            {
                throw Unknown(cells, row);
            }

            Span<float> numbers = inputs.Slice(i * stride, width);
            if (isIndex)
            {
                numbers[0] = place + 1;
            }
            else
            {
                numbers.Clear();
                if (place + known >= 0)
                {
                    numbers[place + known] = 1;
                }
            }
        }
    }

    private void WriteWords(TableColumn cells, int first, int count, Span<float> inputs, int stride)
    {
        for (int i = 0; i < count; i++)
        {
            Span<float> numbers = inputs.Slice(i * stride, Settings.Width);
            numbers.Clear();
            foreach (string word in WordsOf.Text(cells.Text(first + i)))
            {
                int place = Settings.Kind == FeatureKind.Hashed ? WordsOf.Place(word, numbers.Length) : _places.GetValueOrDefault(word, -1);
                if (place >= 0)
                {
                    numbers[place]++;
                }
            }
        }
    }

    private void RequireNumbers(TableColumn cells)
    {
        if (cells.Kind == ColumnKind.Text)
        {
            int row = Enumerable.Range(0, cells.Count).FirstOrDefault(row => !cells.IsMissing(row), -1);
            string what = row < 0 ? "none" : $"{Shown.Quote(cells.Text(row)!)} in row {row}";
            throw new ArgumentException(
                $"Column '{Column}' was of {(Settings.Kind == FeatureKind.Date ? "dates" : "numbers")} in training; here it is of texts: "
                + $"{what}. {nameof(TablePreparation)}.{nameof(TablePreparation.Read)} reads a file with the kinds of training.");
        }
    }

    private ArgumentException Unknown(TableColumn cells, int row)
    {
        string found = cells.IsMissing(row) ? "a missing cell" : Shown.Quote(cells.Text(row)!);
        const int most = 8;
        string known = string.Join(", ", Settings.Categories.Take(most)) + (Settings.Categories.Count > most ? ", …" : "");
        return new(
            $"Column '{Column}', row {row}: expected one of the {Settings.Categories.Count} categories of training ({known}); received "
            + $"{found}. Choose UnknownCategory.{nameof(UnknownCategory.Own)} or {nameof(UnknownCategory.Zeros)} to let others pass.");
    }
}
