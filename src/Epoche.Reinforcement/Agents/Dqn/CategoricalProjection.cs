namespace Epoche;

/// <summary>Brings shifted and shrunk distributions back onto their atoms.</summary>
internal static class CategoricalProjection
{
    /// <summary>
    /// For each row the distribution of reward + discount · Z on the atoms of Z: the probability of each atom is shared between the two
    /// that its new value lies between, the nearer one getting more. Values beyond the ends count as the ends. Where a value lies on an
    /// atom, that atom gets all: ⌊b⌋ and ⌈b⌉ as the two neighbours would give both nothing.
    /// </summary>
    /// <param name="probabilities"><c>[batch, atoms]</c>.</param>
    /// <param name="rewards"><c>[batch]</c>.</param>
    /// <param name="discounts"><c>[batch]</c>; 0 puts everything at the reward.</param>
    /// <param name="low">The value of the first atom.</param>
    /// <param name="high">The value of the last.</param>
    /// <param name="projected">Receives them, <c>[batch, atoms]</c>; zeros before.</param>
    public static void Project(
        ReadOnlySpan<float> probabilities, ReadOnlySpan<float> rewards, ReadOnlySpan<float> discounts, double low, double high,
        Span<float> projected)
    {
        int atoms = probabilities.Length / rewards.Length;
        double apart = (high - low) / (atoms - 1);
        double last = atoms - 1;
        Span<double> row = atoms <= 1024 ? stackalloc double[atoms] : new double[atoms];
        for (int i = 0; i < rewards.Length; i++)
        {
            // With z_j = low + j·apart the place of reward + discount·z_j, in atoms, is a start and a discount for each atom: no division.
            row.Clear();
            double discount = discounts[i], start = (rewards[i] + ((discount - 1) * low)) / apart;
            ReadOnlySpan<float> p = probabilities.Slice(i * atoms, atoms);
            for (int j = 0; j < atoms; j++)
            {
                double b = Math.Clamp(start + (discount * j), 0, last);
                int lower = (int)b;
                double share = b - lower;
                row[lower] += p[j] * (1 - share);
                if (share > 0)
                {
                    row[lower + 1] += p[j] * share;
                }
            }

            for (int j = 0; j < atoms; j++)
            {
                projected[(i * atoms) + j] = (float)row[j];
            }
        }
    }
}
