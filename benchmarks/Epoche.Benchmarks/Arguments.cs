using System.Globalization;

namespace Epoche.Benchmarks;

/// <summary>The command line of the benchmarks; see <see cref="Usage"/>.</summary>
internal sealed record Arguments
{
    public const string Usage = """
        Epoche.Benchmarks run [NAME...] [--seconds S] [--threads N] [--out FILE]
            time cases (default: all) and append a JSON line for each to FILE
        Epoche.Benchmarks report OURS [PEERS] [--out FILE]
            print the table of two such files; write all lines to FILE
        Epoche.Benchmarks list [peers]
            name the cases (that the peers time too)
        Epoche.Benchmarks threads [NAME...] [--seconds S]
            compare one thread and two, idle and beside a busy process; exit code 1 where two are slower
        Epoche.Benchmarks ladder [--seconds S]
            time the versions of the matrix product
        Epoche.Benchmarks preparation whole|streamed|streamed-4 FILE
            time a CSV file of a million rows on its way to tensors, whole or in parts, of one file or of four; FILE is made if missing
        Epoche.Benchmarks table dqn|policies|minatar [--seeds N] [--jobs N] [--runs DIR] [--out FILE] [--show]
            fill a table of agents' recipes and N seeds, and print the cells that it has; --show: only print
        Epoche.Benchmarks table tuning [--seeds N] [--jobs N] [--peers FILE] [--out FILE] [--show]
            fill the table of samplers and test functions in the same way, and print it beside the peer's figures
        """;

    public required string Command { get; init; }

    public IReadOnlyList<string> Names { get; private init; } = [];

    public double Seconds { get; private init; } = 1;

    public int MaxThreads { get; private init; } = 2;

    public string? Out { get; private init; }

    public int? Seeds { get; private init; }

    public int? Jobs { get; private init; }

    public string? Runs { get; private init; }

    public string? Peers { get; private init; }

    public bool OnlyShows { get; private init; }

    /// <exception cref="FormatException">The arguments are not those of <see cref="Usage"/>.</exception>
    public static Arguments Parse(IReadOnlyList<string> args)
    {
        if (args.Count == 0)
        {
            throw new FormatException("A command is missing.");
        }

        Arguments result = new() { Command = args[0] };
        List<string> names = [];
        for (int i = 1; i < args.Count; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
            {
                names.Add(args[i]);
                continue;
            }

            if (args[i] == "--show")
            {
                result = result with { OnlyShows = true };
                continue;
            }

            string value = i + 1 < args.Count ? args[i + 1] : throw new FormatException($"{args[i]} needs a value.");
            result = args[i++] switch
            {
                "--seconds" => result with { Seconds = double.Parse(value, CultureInfo.InvariantCulture) },
                "--threads" => result with { MaxThreads = int.Parse(value, CultureInfo.InvariantCulture) },
                "--out" => result with { Out = value },
                "--seeds" => result with { Seeds = Positive("--seeds", value) },
                "--jobs" => result with { Jobs = Positive("--jobs", value) },
                "--runs" => result with { Runs = value },
                "--peers" => result with { Peers = value },
                string unknown => throw new FormatException($"There is no option {unknown}."),
            };
        }

        return result with { Names = names };
    }

    private static int Positive(string option, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is > 0 and <= 1_000
            ? number
            : throw new FormatException($"{option} expects a whole number from 1 to 1,000; received {value}.");
}
