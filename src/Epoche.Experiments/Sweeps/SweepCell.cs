using System.Text;

namespace Epoche;

/// <summary>One run of a sweep: its values and seed.</summary>
public sealed record SweepCell
{
    private const int LongestPart = 40;

    /// <summary>Its folder within that of the sweep.</summary>
    public required string Name { get; init => field = NotNull.Of(value); }

    /// <summary>The keys that have several values in the sweep, with the value of this run.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init => field = NotNull.Of(value); }

    /// <summary>The seed of its training.</summary>
    public required ulong Seed { get; init; }

    /// <summary>What is trained.</summary>
    public required Experiment Experiment { get; init => field = NotNull.Of(value); }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>A folder's name that says what a run is: <c>cartpole-discount-0.99-3</c>.</summary>
    internal static string NameOf(Recipe recipe, IReadOnlyDictionary<string, string> settings)
    {
        IEnumerable<string> parts = settings.Select(setting => $"-{Last(setting.Key)}-{Plain(setting.Value)}");
        return PortableName.Of($"{recipe.Name}{string.Concat(parts)}-{recipe.Seed}");
    }

    /// <summary>The last part of a dotted key.</summary>
    internal static string Last(string key) => key[(key.LastIndexOf('.') + 1)..];

    /// <summary>Letters, digits and what is harmless between them.</summary>
    private static string Plain(string value)
    {
        StringBuilder plain = new();
        foreach (char c in value)
        {
            if (char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-')
            {
                plain.Append(c);
            }
            else if (plain.Length > 0 && plain[^1] != '-')
            {
                plain.Append('-');
            }
        }

        string text = plain.ToString().TrimEnd('-');
        return text.Length == 0 ? "none" : text[..Math.Min(text.Length, LongestPart)];
    }
}
