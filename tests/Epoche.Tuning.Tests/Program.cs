using System.Globalization;
using Epoche.Tuning.Tests.Storage;
using Epoche.Tuning.Tests.Studies;
using Xunit.Runner.InProc.SystemConsole;

namespace Epoche.Tuning.Tests;

/// <summary>The runner of the tests; a worker that the tests kill; and the program behind <c>eng/compare-optuna</c>.</summary>
internal static class Program
{
    public const string Work = "work", Replay = "replay", Fuzz = "fuzz";

    public static async Task<int> Main(string[] arguments)
    {
        switch (arguments)
        {
            case [Work, string journal, string trials]:
                KilledWorker.Run(journal, int.Parse(trials, CultureInfo.InvariantCulture));
                return 0;
            case [Replay, .. string[] journals]:
                Array.ForEach(journals, journal => File.WriteAllText($"{journal}.ours", JournalDump.Of(journal)));
                return 0;
            case ["time"]:
                CostTests.Print();
                return 0;
            case [Fuzz, string folder, string count]:
                FuzzedJournals.Write(folder, int.Parse(count, CultureInfo.InvariantCulture));
                return 0;
            default:
                return await ConsoleRunner.Run(arguments);
        }
    }
}
