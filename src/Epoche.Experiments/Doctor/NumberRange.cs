namespace Epoche.Experiments;

/// <summary>The numbers of one kind that were seen: extremes, mean and deviation, by Welford's updates (1962).</summary>
internal struct NumberRange
{
    private double _squares;

    public long Count { get; private set; }

    public double Min { get; private set; }

    public double Max { get; private set; }

    public double Mean { get; private set; }

    public readonly double Deviation => Count == 0 ? 0 : Math.Sqrt(_squares / Count);

    public readonly double Largest => Math.Max(Math.Abs(Min), Math.Abs(Max));

    public readonly bool IsConstant => Min == Max;

    public void Add(double value)
    {
        Min = Count == 0 ? value : Math.Min(Min, value);
        Max = Count == 0 ? value : Math.Max(Max, value);
        Count++;
        double error = value - Mean;
        Mean += error / Count;
        _squares += error * (value - Mean);
    }
}
