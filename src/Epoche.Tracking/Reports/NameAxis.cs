namespace Epoche.Tracking.Reports;

/// <summary>Names, each in the middle of its part of the axis; where there are too many, some are not written.</summary>
internal sealed class NameAxis(IReadOnlyList<string> names, int ticks, int longest) : Axis(-0.5, Math.Max(1, names.Count) - 0.5)
{
    private readonly int _every = Math.Max(1, (int)Math.Ceiling(names.Count / (double)Math.Max(2, ticks)));

    public override IEnumerable<double> Ticks => Enumerable.Range(0, names.Count).Where(i => i % _every == 0).Select(i => (double)i);

    public override double At(double value) => Math.Clamp((value - Min) / (Max - Min), -1000, 1000);

    /// <summary>A name that is longer than there is room for ends in an ellipsis.</summary>
    public override string Label(double tick)
    {
        string name = names[(int)tick];
        if (name.Length <= longest)
        {
            return name;
        }

        int kept = Math.Max(1, longest - 1);
        return $"{name[..(kept - (char.IsHighSurrogate(name[kept - 1]) ? 1 : 0))]}…";
    }
}
