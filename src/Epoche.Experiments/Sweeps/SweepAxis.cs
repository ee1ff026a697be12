using System.Globalization;

namespace Epoche;

/// <summary>A key of a recipe and the values that a sweep gives it; one value is the same for all of its runs.</summary>
/// <param name="Key">The key, such as <c>optimizer.learning_rate</c>.</param>
/// <param name="Values">Its values as YAML, one or more.</param>
public sealed record SweepAxis(string Key, IReadOnlyList<string> Values)
{
    private const string Opening = "[{", Closing = "]}", Quotes = "\"'";

    /// <summary>The key, such as <c>optimizer.learning_rate</c>.</summary>
    public string Key { get; init => field = NotNull.Of(value); } = NotNull.Of(Key);

    /// <summary>Its values as YAML, one or more.</summary>
    public IReadOnlyList<string> Values { get; init => field = Elements.Of(value); } = Elements.Of(Values);

    /// <summary>
    /// Reads <c>KEY=A,B,C</c>. Commas separate values, but for those within brackets, braces or quotes: <c>[64, 64],[128]</c> is two lists,
    /// <c>[64, 64]</c> is one.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <exception cref="ExperimentException">
    /// It has no equals sign, a value is missing between commas, or a value comes twice.
    /// </exception>
    public static SweepAxis Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int equals = text.IndexOf('=');
        if (equals <= 0)
        {
            throw new ExperimentException(
                $"--set expects KEY=VALUE, or KEY=A,B,C for several values, such as double=true,false; received '{text}'.");
        }

        string key = text[..equals].Trim();
        string[] values = [.. Split(text[(equals + 1)..]).Select(Normal)];
        if (values.Length > 1 && values.Contains(""))
        {
            throw new ExperimentException(
                $"--set {text}: a value is missing beside a comma. Write {key}=A,B; quotes or brackets keep a comma within a value.");
        }

        return values.GroupBy(value => value).FirstOrDefault(same => same.Count() > 1) is { Key: var twice }
            ? throw new ExperimentException($"--set {text}: the value {twice} comes twice.")
            : new(key, values);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Key}={string.Join(',', Values)}";

    private static IEnumerable<string> Split(string text)
    {
        int depth = 0, from = 0;
        char quote = '\0';
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (quote != '\0')
            {
                quote = c == quote ? '\0' : quote;
            }
            else if (Quotes.Contains(c))
            {
                quote = c;
            }
            else if (c == ',' && depth <= 0)
            {
                yield return text[from..i].Trim();
                from = i + 1;
            }
            else
            {
                depth += Opening.Contains(c) ? 1 : Closing.Contains(c) ? -1 : 0;
            }
        }

        yield return text[from..].Trim();
    }

    /// <summary>Numbers have one spelling, so that .9 and 0.90 are one value.</summary>
    private static string Normal(string value) =>
        ConfigNumber.TryReal(value, out double number) && double.IsFinite(number) && Math.Abs(number) < 1e15
            ? number.ToString("R", CultureInfo.InvariantCulture)
            : value;
}
