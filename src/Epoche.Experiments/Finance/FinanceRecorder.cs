namespace Epoche.Experiments;

/// <summary>Keeps of each episode what a report shows of it.</summary>
internal sealed class FinanceRecorder(FinanceGame game, int episodes, int? detailed = null) : IEvaluationObserver
{
    private readonly float[] _wealth = new float[(long)game.Points * episodes]; // by point, then by episode
    private readonly double[] _split = new double[game.Points * game.Split.Count];
    private readonly double[] _amounts = new double[game.Points];
    private readonly List<float[]> _life = [];
    private double _actions;
    private long _steps;

    /// <summary>Final wealth of each episode, as it is shown.</summary>
    public double[] Final { get; } = new double[episodes];

    /// <summary>How many ended in foreclosure.</summary>
    public int Foreclosed { get; private set; }

    /// <summary>The observations of the detailed episode, one for each point.</summary>
    public IReadOnlyList<float[]> Life => _life;

    /// <summary>The mean over all steps of the action's first number.</summary>
    public double MeanAction => _actions / Math.Max(1, _steps);

    public void Observe(in EvaluationStep step)
    {
        int point = step.Step / game.Stride;
        double wealth = game.Scale * step.Information[game.Wealth];
        bool isPoint = (step.Step + 1) % game.Stride == 0 || step.IsLast;
        if (step.Action.Length > 0)
        {
            _actions += step.Action[0];
            _steps++;
        }

        for (int i = 0; i < game.Split.Count; i++)
        {
            int place = game.Split[i].Place;
            double amount = place < 0 ? step.Action[~place] : step.Information[place];
            _split[(point * game.Split.Count) + i] += amount;
            _amounts[point] += game.Remainder is null ? amount : 1;
        }

        if (isPoint)
        {
            _wealth[((long)point * episodes) + step.Episode] = (float)wealth;
            if (step.Episode == detailed)
            {
                _life.Add(step.Observation.ToArray());
            }
        }

        if (step.IsLast)
        {
            Final[step.Episode] = wealth;
            Foreclosed += game.Foreclosed is { } place && step.Information[place] > 0 ? 1 : 0;
        }
    }

    /// <summary>Median and quartiles of wealth at each point.</summary>
    public IReadOnlyList<(double Low, double Median, double High)> Quartiles()
    {
        List<(double, double, double)> quartiles = [];
        double[] sorted = new double[episodes];
        for (int point = 0; point < game.Points; point++)
        {
            for (int i = 0; i < episodes; i++)
            {
                sorted[i] = _wealth[((long)point * episodes) + i];
            }

            Array.Sort(sorted);
            quartiles.Add((
                SeedStatistics.QuantileOfSorted(sorted, 0.25), SeedStatistics.QuantileOfSorted(sorted, 0.5),
                SeedStatistics.QuantileOfSorted(sorted, 0.75)));
        }

        return quartiles;
    }

    /// <summary>The shares of what each point's steps divide, 0 to 1, the remainder last where there is one.</summary>
    public IReadOnlyList<double[]> Shares() =>
    [
        .. Enumerable.Range(0, game.Points).Select(point =>
        {
            double[] shares =
                [.. Enumerable.Range(0, game.Split.Count).Select(i => _split[(point * game.Split.Count) + i] / _amounts[point])];
            return game.Remainder is null ? shares : [.. shares, 1 - shares.Sum()];
        }),
    ];
}
