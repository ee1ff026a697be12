namespace Epoche;

/// <summary>
/// Conformal risk control (Angelopoulos et al. 2022, arXiv:2208.02814) for any loss that falls as answers become more careful.
/// </summary>
public static class ConformalRisk
{
    /// <summary>
    /// The least careful of several settings, ordered from careless to careful, under which a new example's expected loss is at most the
    /// wanted risk, on average over validation sets: the first from which on (sum of the losses + bound)/(n + 1) ≤ risk.
    /// </summary>
    /// <param name="losses">
    /// [examples, settings]: the loss of each validation example under each setting, 0 to
    /// <paramref name="bound"/>, along a row never rising.
    /// </param>
    /// <param name="risk">The wanted expected loss, above 0.</param>
    /// <param name="bound">The largest loss there can be.</param>
    /// <returns>The index of the setting.</returns>
    /// <exception cref="ArgumentException">A loss is out of range or rises along its row, or no setting is careful enough.</exception>
    public static int Choose(Tensor losses, double risk, double bound = 1)
    {
        if (losses.Shape is not [> 0, > 0] || !(risk > 0) || !(bound > 0))
        {
            throw new ArgumentException("Conformal risk control takes losses [examples, settings] and a risk and a bound above 0; "
                + $"received {losses.Shape}, {risk} and {bound}.");
        }

        (int examples, int settings) = (losses.Length(0), losses.Length(1));
        double[] sums = new double[settings];
        for (int i = 0; i < examples; i++)
        {
            ReadOnlySpan<float> row = losses.Values.Slice(i * settings, settings);
            for (int s = 0; s < settings; s++)
            {
                if (!(row[s] >= 0 && row[s] <= bound) || (s > 0 && row[s] > row[s - 1]))
                {
                    throw new ArgumentException($"Losses lie between 0 and {bound} and do not rise from a setting to a more careful one; "
                        + $"example {i}, setting {s}: {row[s]}{(s > 0 ? $" after {row[s - 1]}" : "")}.", nameof(losses));
                }

                sums[s] += row[s];
            }
        }

        int chosen = Array.FindIndex(sums, sum => (sum + bound) / (examples + 1) <= risk);
        return chosen >= 0
            ? chosen
            : throw new ArgumentException(
                $"Under the most careful setting the bound on the risk is {(sums[^1] + bound) / (examples + 1):G4}, above {risk}. "
                + "Add a more careful setting, give more examples, or wish for less.", nameof(losses));
    }
}
