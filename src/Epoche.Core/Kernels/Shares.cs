namespace Epoche.Kernels;

/// <summary>
/// Shares of a count, compared as counts. The product is off: 0.55·100 is 55.000000000000007, and 55 of 100 would not be a share of 0.55.
/// The quotient 55/100 is rounded as the number 0.55 is, so k/n equals a share exactly where someone who wrote
/// the share in decimals means it to.
/// </summary>
internal static class Shares
{
    /// <summary>Whether k of n are at least a share.</summary>
    public static bool IsAtLeast(long k, long n, double share) => (double)k / n >= share;

    /// <summary>The smallest k of 0 … n that is at least a share of n: ⌈share·n⌉.</summary>
    public static int AtLeast(double share, int n)
    {
        int k = (int)Math.Clamp(Math.Ceiling(share * n), 0, n);
        while (k > 0 && IsAtLeast(k - 1, n, share))
        {
            k--;
        }

        while (k < n && !IsAtLeast(k, n, share))
        {
            k++;
        }

        return k;
    }

    /// <summary>The largest k of 0 … n that is at most a share of n: ⌊share·n⌋.</summary>
    public static int AtMost(double share, int n)
    {
        int k = (int)Math.Clamp(Math.Floor(share * n), 0, n);
        while (k < n && (double)(k + 1) / n <= share)
        {
            k++;
        }

        while (k > 0 && (double)k / n > share)
        {
            k--;
        }

        return k;
    }
}
