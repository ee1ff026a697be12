namespace Epoche.Tuning;

/// <summary>The steps at which trials are compared: the least resource, and each times the reduction of the one before.</summary>
internal readonly struct Rungs(int least, int reduction, int early)
{
    /// <summary>The step of a rung, from 0; the greatest number where it is beyond.</summary>
    public int StepOf(int rung)
    {
        long step = least;
        for (int i = 0; i < early + rung && step < int.MaxValue; i++)
        {
            step *= reduction;
        }

        return (int)Math.Min(step, int.MaxValue);
    }

    /// <summary>The highest rung that a step reaches; −1 where it reaches none.</summary>
    public int Reached(int step)
    {
        int rung = -1;
        while (rung < 31 && StepOf(rung + 1) is < int.MaxValue and var next && next <= step)
        {
            rung++;
        }

        return rung;
    }
}
