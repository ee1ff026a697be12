namespace Epoche;

/// <summary>
/// How much each state and action of the latest steps shares in what is learned now: for each environment a list of those that do, so that
/// a step costs what the list is long. What has faded below float32's resolution is dropped.
/// </summary>
internal sealed class EligibilityTraces(int environments, int pairs) : IStateful
{
    private const double Least = 1e-7;

    private readonly double[] _traces = new double[environments * pairs];
    private readonly int[] _active = new int[environments * pairs];
    private readonly int[] _counts = new int[environments];

    int IStateful.StateVersion => 1;

    /// <summary>The places in the table that have a trace.</summary>
    public ReadOnlySpan<int> Active(int environment) => _active.AsSpan(environment * pairs, _counts[environment]);

    /// <summary>The trace of a place in the table.</summary>
    public double Of(int environment, int place) => _traces[(environment * pairs) + place];

    /// <summary>Sets a trace; to other than 0 only after <see cref="Fade"/>.</summary>
    public void Set(int environment, int place, double trace)
    {
        ref double old = ref _traces[(environment * pairs) + place];
        if (old == 0 && trace != 0)
        {
            _active[(environment * pairs) + _counts[environment]++] = place;
        }

        old = trace;
    }

    /// <summary>Multiplies all traces of an environment, and drops those that are next to nothing.</summary>
    public void Fade(int environment, double factor)
    {
        int first = environment * pairs, kept = 0;
        for (int k = 0; k < _counts[environment]; k++)
        {
            int place = _active[first + k];
            ref double trace = ref _traces[first + place];
            trace *= factor;
            if (Math.Abs(trace) >= Least)
            {
                _active[first + kept++] = place;
            }
            else
            {
                trace = 0;
            }
        }

        _counts[environment] = kept;
    }

    /// <summary>Ends all traces of an environment.</summary>
    public void Clear(int environment) => Fade(environment, 0);

    void IStateful.SaveState(StateSaver to)
    {
        int[] counts = new int[environments];
        List<int> places = [];
        List<double> traces = [];
        for (int i = 0; i < environments; i++)
        {
            foreach (int place in Active(i))
            {
                if (Of(i, place) is var trace and not 0) // an action of a state that took another one since
                {
                    counts[i]++;
                    places.Add(place);
                    traces.Add(trace);
                }
            }
        }

        to.Write<int>("counts", counts);
        to.Write<int>("places", places.ToArray());
        to.Write<double>("values", traces.ToArray());
    }

    void IStateful.LoadState(StateLoader from)
    {
        from.RequireCount<int>("counts", environments);
        int[] counts = from.Array<int>("counts"), places = from.Array<int>("places");
        from.RequireCount<double>("values", places.Length);
        double[] traces = from.Array<double>("values");
        if (counts.Any(count => count < 0 || count > pairs) || counts.Sum(count => (long)count) != places.Length)
        {
            throw from.Mismatch("counts", $"{places.Length} traces, 0 to {pairs} in each environment", string.Join(", ", counts.Take(20)));
        }

        if (places.Any(place => (uint)place >= (uint)pairs) || !traces.All(trace => double.IsFinite(trace) && trace != 0))
        {
            throw from.Mismatch("places", $"places from 0 to {pairs - 1} with finite traces that are not 0", "others");
        }

        Array.Clear(_traces);
        Array.Clear(_counts);
        for (int i = 0, next = 0; i < environments; i++)
        {
            for (int k = 0; k < counts[i]; k++, next++)
            {
                if (Of(i, places[next]) != 0)
                {
                    throw from.Mismatch("places", "each place once in an environment", $"{places[next]} twice");
                }

                Set(i, places[next], traces[next]);
            }
        }
    }
}
