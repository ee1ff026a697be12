namespace Epoche.Tuning;

/// <summary>
/// Sobol's sequence: points that fill the unit cube more evenly than random ones do. Direction numbers of Joe and Kuo ("Constructing Sobol
/// sequences with better two-dimensional projections", 2008); scrambled as Owen proposed, by a hash (Burley, "Practical hash-based Owen
/// scrambling", 2020), so that every seed gives other points, as even as the first.
/// </summary>
internal sealed class SobolSequence
{
    /// <summary>How many dimensions there are numbers for.</summary>
    public const int MostDimensions = 64;

    private const int Bits = 32;

    private readonly uint[][] _directions;
    private readonly uint[]? _seeds;

    /// <summary>A sequence.</summary>
    /// <param name="dimensions">Of the cube; at most <see cref="MostDimensions"/>.</param>
    public SobolSequence(int dimensions)
    {
        CountChecks.AtLeast(1, dimensions);
        CountChecks.AtMost(MostDimensions, dimensions);
        _directions = [.. Enumerable.Range(0, dimensions).Select(Directions)];
    }

    /// <summary>A scrambled sequence; takes a word for each dimension.</summary>
    public SobolSequence(int dimensions, ref Rng random)
        : this(dimensions)
    {
        _seeds = new uint[dimensions];
        random.Fill(_seeds);
    }

    /// <summary>The point of a number, from 0; each coordinate in (0, 1).</summary>
    public void Fill(uint number, Span<double> point)
    {
        uint gray = number ^ (number >> 1);
        for (int i = 0; i < point.Length; i++)
        {
            uint bits = 0;
            for (int bit = 0; gray >> bit != 0 && bit < Bits; bit++)
            {
                bits ^= (gray >> bit & 1) != 0 ? _directions[i][bit] : 0;
            }

            point[i] = ((_seeds is { } seeds ? Scramble(bits, seeds[i]) : bits) + (_seeds is null ? 0 : 0.5)) / (1L << Bits);
        }
    }

    /// <summary>A permutation in which each bit depends on those above it only.</summary>
    private static uint Scramble(uint bits, uint seed)
    {
        uint x = Reverse(bits);
        x ^= x * 0x3d20adea;
        x += seed;
        x *= (seed >> 16) | 1;
        x ^= x * 0x05526c56;
        x ^= x * 0x53a22864;
        return Reverse(x);
    }

    private static uint Reverse(uint x)
    {
        x = (x >> 1 & 0x55555555) | ((x & 0x55555555) << 1);
        x = (x >> 2 & 0x33333333) | ((x & 0x33333333) << 2);
        x = (x >> 4 & 0x0f0f0f0f) | ((x & 0x0f0f0f0f) << 4);
        return System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(x);
    }

    private static uint[] Directions(int dimension)
    {
        uint[] directions = new uint[Bits];
        if (dimension == 0)
        {
            for (int bit = 0; bit < Bits; bit++)
            {
                directions[bit] = 1u << (Bits - 1 - bit);
            }

            return directions;
        }

        int[] row = SobolNumbers.Rows[dimension - 1];
        int degree = row.Length - 1;
        for (int bit = 0; bit < Bits; bit++)
        {
            if (bit < degree)
            {
                directions[bit] = (uint)row[bit + 1] << (Bits - 1 - bit);
                continue;
            }

            uint next = directions[bit - degree] ^ (directions[bit - degree] >> degree);
            for (int term = 1; term < degree; term++)
            {
                next ^= (row[0] >> (degree - 1 - term) & 1) != 0 ? directions[bit - term] : 0;
            }

            directions[bit] = next;
        }

        return directions;
    }
}
