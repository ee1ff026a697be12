using System.Diagnostics;
using System.Globalization;

namespace Epoche.Benchmarks.Preparation;

/// <summary>
/// Times a CSV file on its way to the tensors of inputs and targets: read, fitted (median for missing cells and whether there are some,
/// mean and deviation, categories as one-hot), applied. Whole, or as a stream of parts that are fitted on a hundredth of the rows.
/// </summary>
internal static class PreparationRun
{
    public const string Name = "preparation";

    private const string Target = "target";
    private const int Repetitions = 3, ManyFiles = 4;

    /// <summary>Prints a line: the seconds of each repetition, and the most memory that the process held.</summary>
    public static void Run(IReadOnlyList<string> names)
    {
        if (names is not ["whole" or "streamed" or "streamed-4", string path])
        {
            throw new FormatException(
                "preparation takes whole, streamed or streamed-4, and the file, which is made where it is not there.");
        }

        PreparationFile.Make(path);
        List<double> seconds = [];
        string what = "";
        for (int i = 0; i < Repetitions; i++)
        {
            long start = Stopwatch.GetTimestamp();
            what = names[0] == "whole" ? Whole(path) : Streamed([.. Enumerable.Repeat(path, names[0] == "streamed" ? 1 : ManyFiles)]);
            seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        string times = string.Join(", ", seconds.Select(each => each.ToString("F2", CultureInfo.InvariantCulture)));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{names[0],-10}  {what}  {times} s  at most {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB"));
    }

    private static string Whole(string path)
    {
        Table rows = Table.Read(path);
        TablePreparation preparation = TablePreparation.ForClasses(rows, Target);
        Dataset data = preparation.ToDataset(rows);
        return $"{data.Count} × {data.InputShape}";
    }

    private static string Streamed(string[] paths)
    {
        TablePreparation preparation = TablePreparation.ForClasses(Table.Read(paths, new() { Share = 0.01 }), Target);
        long count = 0;
        foreach (Table part in Table.Stream(paths))
        {
            count += preparation.ToDataset(part).Count;
        }

        return $"{count} × {preparation.InputShape}";
    }
}
