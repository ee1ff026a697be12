namespace Epoche.Experiments;

/// <summary>Arithmetic of sizes, 0 or more, that ends at <see cref="long.MaxValue"/>, not below 0.</summary>
internal static class Saturating
{
    public static long Product(params ReadOnlySpan<long> factors)
    {
        Int128 product = 1;
        foreach (long factor in factors)
        {
            product = Int128.Min(product * factor, long.MaxValue);
        }

        return (long)product;
    }

    public static long Sum(params IEnumerable<long> terms) =>
        (long)terms.Aggregate(Int128.Zero, (sum, term) => Int128.Min(sum + term, long.MaxValue));
}
