using System.Diagnostics;

namespace Epoche.Benchmarks.Measuring;

/// <summary>Times a step in blocks of equal length, as the peers do: warm up, then take the median block.</summary>
internal static class BlockTimer
{
    private const int Blocks = 25, WarmUps = 5;

    public static (double Median, double Min) Microseconds(Action step, double seconds)
    {
        double warmUp = Math.Min(0.2, seconds / 4);
        long began = Stopwatch.GetTimestamp();
        int calls = 0;
        while (calls < WarmUps || Stopwatch.GetElapsedTime(began).TotalSeconds < warmUp)
        {
            step();
            calls++;
        }

        double estimate = Stopwatch.GetElapsedTime(began).TotalSeconds / calls;
        return Blocked(step, Blocks, (int)Math.Max(1, Math.Round(seconds / Blocks / estimate)));
    }

    /// <summary>Without a warm-up: for steps that are whole programs.</summary>
    public static (double Median, double Min) Blocked(Action step, int blocks, int repeats)
    {
        double[] times = new double[blocks];
        for (int block = 0; block < blocks; block++)
        {
            long began = Stopwatch.GetTimestamp();
            for (int i = 0; i < repeats; i++)
            {
                step();
            }

            times[block] = Stopwatch.GetElapsedTime(began).TotalMicroseconds / repeats;
        }

        Array.Sort(times);
        int middle = blocks / 2;
        return (blocks % 2 == 1 ? times[middle] : (times[middle - 1] + times[middle]) / 2, times[0]);
    }
}
