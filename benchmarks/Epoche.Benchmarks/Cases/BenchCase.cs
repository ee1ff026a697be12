using Epoche.Benchmarks.Measuring;

namespace Epoche.Benchmarks.Cases;

/// <summary>Something to time. To add one, make it in a file of its own and list it in <see cref="BenchCases"/>.</summary>
/// <param name="Name">As the peers call it, where they time it too.</param>
/// <param name="What">What a step is, in a few words.</param>
/// <param name="Prepare">Makes the step; called with <see cref="Workers.Count"/> set.</param>
internal sealed record BenchCase(string Name, string What, Func<Action> Prepare)
{
    /// <summary>Floating-point operations of a step on one thread; shown as a rate and a share of the machine's limit.</summary>
    public double Flops { get; init; }

    /// <summary>Whether every thread does all of <see cref="Flops"/>.</summary>
    public bool FlopsPerThread { get; init; }

    /// <summary>How many of <see cref="Unit"/> there are in a step; shown as a rate.</summary>
    public double Events { get; init; }

    /// <summary>What <see cref="Events"/> are: <c>steps</c> of environments, <c>updates</c>, <c>draws</c>.</summary>
    public string Unit { get; init; } = "steps";

    /// <summary>Whether it uses the workers, so that it is timed with one thread and with two.</summary>
    public bool UsesWorkers { get; init; } = true;

    /// <summary>How many times to run a step that is a whole program; 0 for steps that are timed in blocks.</summary>
    public int Runs { get; init; }

    /// <summary>Whether the time is what is spent in a second of something else; shown as a share.</summary>
    public bool PerSecond { get; init; }

    /// <summary>
    /// Times itself, median and least in microseconds, where a step holds more than what is to be timed; null: the steps of
    /// <see cref="Prepare"/> are timed.
    /// </summary>
    public Func<(double Median, double Min)>? Times { get; init; }

    /// <summary>What Pyro 1.8.4 took on the development machine at its best, as recorded once; 0: it was not measured.</summary>
    public double RecordedMilliseconds { get; init; }

    /// <summary>Whether the peers time it too.</summary>
    public bool HasPeer { get; init; }

    public Measurement Measure(int threads, double seconds)
    {
        int before = Workers.Count;
        Workers.Count = threads;
        try
        {
            (double median, double min) = Times is not null ? Times()
                : Runs > 0 ? BlockTimer.Blocked(Prepare(), Runs, 1)
                : BlockTimer.Microseconds(Prepare(), seconds);
            return new Measurement(Name, threads, "epoche", median, min);
        }
        finally
        {
            Workers.Count = before;
        }
    }
}
