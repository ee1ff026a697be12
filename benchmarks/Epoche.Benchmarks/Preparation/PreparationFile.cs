using System.Globalization;
using System.Text;

namespace Epoche.Benchmarks.Preparation;

/// <summary>The file that is prepared: a million rows of 20 columns, the same bytes on every machine.</summary>
internal static class PreparationFile
{
    private const int Rows = 1_000_000, Rounded = 8, Exact = 4, Whole = 4, Categories = 3;
    private const double Missing = 0.05;

    private static readonly string[] s_words = ["north", "south", "east", "west", "centre", "none of these"];

    /// <summary>Writes it, where it is not there.</summary>
    public static void Make(string path)
    {
        if (File.Exists(path))
        {
            return;
        }

        Rng random = Rng.Stream(1, "preparation");
        string aside = $"{path}.part";
        using (StreamWriter writer = new(aside, append: false, new UTF8Encoding(false)))
        {
            writer.Write(string.Join(',', Names()));
            writer.Write('\n');
            StringBuilder line = new();
            for (int row = 0; row < Rows; row++)
            {
                line.Clear();
                for (int i = 0; i < Rounded; i++)
                {
                    double number = Math.Round(10.0 * random.NextNormal(), 4);
                    Add(i < Rounded / 2 && random.NextBoolean(Missing) ? "" : number.ToString(CultureInfo.InvariantCulture));
                }

                for (int i = 0; i < Exact; i++)
                {
                    Add((random.NextDouble() - 0.5).ToString(CultureInfo.InvariantCulture)); // 16 digits and more
                }

                for (int i = 0; i < Whole; i++)
                {
                    Add(random.NextInt(10_000).ToString(CultureInfo.InvariantCulture));
                }

                for (int i = 0; i < Categories; i++)
                {
                    string word = s_words[random.NextInt(s_words.Length)];
                    Add(i == 0 && random.NextBoolean(Missing) ? "" : word);
                }

                line.Append(random.NextInt(2)).Append('\n');
                writer.Write(line);
            }

            void Add(string cell) => line.Append(cell).Append(',');
        }

        File.Move(aside, path);
    }

    private static IEnumerable<string> Names() =>
        Enumerable.Range(0, Rounded).Select(i => $"rounded_{i}")
            .Concat(Enumerable.Range(0, Exact).Select(i => $"exact_{i}"))
            .Concat(Enumerable.Range(0, Whole).Select(i => $"whole_{i}"))
            .Concat(Enumerable.Range(0, Categories).Select(i => $"category_{i}"))
            .Append("target");
}
