using System.Diagnostics;
using Epoche.Benchmarks.Cases;

namespace Epoche.Benchmarks.Threads;

/// <summary>
/// Whether two threads are ever slower than one: every case with one and with two by turns, on the machine as it is and
/// beside a process that never rests.
/// </summary>
internal static class ThreadsCheck
{
    /// <summary>How much longer two threads may take.</summary>
    public const double Most = 1.05;

    /// <summary>The command of the process that never rests.</summary>
    public const string Busy = "busy";

    private const int Rounds = 7;

    /// <summary>Prints a line for each case; whether all hold.</summary>
    public static bool Run(IEnumerable<BenchCase> cases, double seconds)
    {
        bool holds = true;
        Console.WriteLine(
            $"{"case",-26} {"one thread",12} {"two",12}  {"ratio",5}    beside a busy loop: {"one thread",12} {"two",12}  {"ratio",5}");
        foreach (BenchCase item in cases.Where(item => item.UsesWorkers && item is { Runs: 0, Times: null, FlopsPerThread: false }))
        {
            (double one, double two) = Compare(item, seconds);
            (double busyOne, double busyTwo) = BesideBusyLoop(() => Compare(item, seconds));
            bool good = two <= Most * one && busyTwo <= Most * busyOne;
            holds &= good;
            string idle = FormattableString.Invariant($"{one,9:0.00} µs {two,9:0.00} µs  {two / one,5:0.00}");
            string beside = FormattableString.Invariant($"{busyOne,9:0.00} µs {busyTwo,9:0.00} µs  {busyTwo / busyOne,5:0.00}");
            Console.WriteLine($"{item.Name,-26} {idle}    {"",20}{beside}{(good ? "" : "  above 1.05")}");
        }

        return holds;
    }

    /// <summary>Keeps one processor busy until it is killed, ten minutes at most.</summary>
    public static void NeverRest()
    {
        long began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began).TotalMinutes < 10)
        {
            Thread.SpinWait(1000);
        }
    }

    private static T BesideBusyLoop<T>(Func<T> measure)
    {
        using Process busy = Process.Start(Environment.ProcessPath!, Busy);
        try
        {
            return measure();
        }
        finally
        {
            busy.Kill();
            busy.WaitForExit();
        }
    }

    /// <summary>
    /// Microseconds of a step with one thread and with two: medians of rounds that take turns, so that both see the same machine.
    /// </summary>
    private static (double One, double Two) Compare(BenchCase item, double seconds)
    {
        int before = Workers.Count;
        Action[] steps = new Action[2];
        double[][] times = [new double[Rounds], new double[Rounds]];
        for (int round = -1; round < Rounds; round++)
        {
            for (int i = 0; i < 2; i++)
            {
                Workers.Count = i + 1;
                steps[i] ??= item.Prepare();
                double time = Time(steps[i], seconds / Rounds);
                if (round >= 0) // the first warms up
                {
                    times[i][round] = time;
                }
            }
        }

        Workers.Count = before;
        return (Median(times[0]), Median(times[1]));
    }

    private static double Time(Action step, double seconds)
    {
        long began = Stopwatch.GetTimestamp();
        int count = 0;
        do
        {
            step();
            count++;
        }
        while (Stopwatch.GetElapsedTime(began).TotalSeconds < seconds);
        return Stopwatch.GetElapsedTime(began).TotalMicroseconds / count;
    }

    private static double Median(double[] times)
    {
        Array.Sort(times);
        return times[times.Length / 2];
    }
}
