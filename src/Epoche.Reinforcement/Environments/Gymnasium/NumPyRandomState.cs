namespace Epoche.Simulation;

/// <summary>
/// The random numbers of NumPy's older generator, <c>numpy.random.RandomState(seed)</c>: the Mersenne Twister MT19937 (Matsumoto and
/// Nishimura 1998). Only for what was published with it; everything else draws from <see cref="Rng"/>.
/// </summary>
internal sealed class NumPyRandomState
{
    private const int Size = 624, Middle = 397;

    private readonly uint[] _state = new uint[Size];
    private int _next = Size;

    public NumPyRandomState(uint seed)
    {
        _state[0] = seed;
        for (int i = 1; i < Size; i++)
        {
            uint before = _state[i - 1];
            _state[i] = unchecked((1812433253 * (before ^ (before >> 30))) + (uint)i);
        }
    }

    /// <summary>Uniform in [0, 1), 53 bits: <c>random_sample()</c>.</summary>
    public double NextDouble()
    {
        uint high = NextUInt32() >> 5, low = NextUInt32() >> 6;
        return ((high * 67108864.0) + low) / 9007199254740992.0;
    }

    private uint NextUInt32()
    {
        if (_next == Size)
        {
            Renew();
        }

        uint word = _state[_next++];
        word ^= word >> 11;
        word ^= (word << 7) & 0x9D2C5680;
        word ^= (word << 15) & 0xEFC60000;
        return word ^ (word >> 18);
    }

    private void Renew()
    {
        for (int i = 0; i < Size; i++)
        {
            uint bits = (_state[i] & 0x80000000) | (_state[(i + 1) % Size] & 0x7FFFFFFF);
            _state[i] = _state[(i + Middle) % Size] ^ (bits >> 1) ^ ((bits & 1) == 0 ? 0 : 0x9908B0DF);
        }

        _next = 0;
    }
}
