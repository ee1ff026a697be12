using Epoche.Kernels;

namespace Epoche.Core.Tests.Kernels;

/// <summary>Shares in decimals against counts, by whole numbers: share = p/1000.</summary>
public sealed class SharesTests
{
    [Fact]
    public void Every_share_of_a_thousandth_is_exact_for_every_count()
    {
        for (int n = 1; n <= 300; n++)
        {
            for (int p = 0; p <= 1000; p++)
            {
                double share = p / 1000.0; // the double nearest to the decimal, as a literal is
                int up = ((p * n) + 999) / 1000, down = p * n / 1000;
                if (Shares.AtLeast(share, n) != up || Shares.AtMost(share, n) != down || Shares.IsAtLeast(up, n, share) != true
                    || (up > 0 && Shares.IsAtLeast(up - 1, n, share)))
                {
                    Assert.Fail($"{share} of {n}: {Shares.AtLeast(share, n)} and {Shares.AtMost(share, n)}, expected {up} and {down}");
                }
            }
        }
    }
}
