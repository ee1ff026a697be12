namespace Epoche;

/// <summary>The customary scale of advantages.</summary>
internal static class AdvantageScale
{
    /// <summary>To the mean 0 and the deviation 1 (with n − 1, and 1e-8 beside it); one alone has no deviation and stays.</summary>
    public static void Normalize(Span<float> advantages)
    {
        if (advantages.Length < 2)
        {
            return;
        }

        double mean = 0, squares = 0;
        foreach (float advantage in advantages)
        {
            mean += advantage;
        }

        mean /= advantages.Length;
        foreach (float advantage in advantages)
        {
            squares += (advantage - mean) * (advantage - mean);
        }

        double deviation = Math.Sqrt(squares / (advantages.Length - 1)) + 1e-8;
        for (int i = 0; i < advantages.Length; i++)
        {
            advantages[i] = (float)((advantages[i] - mean) / deviation);
        }
    }
}
