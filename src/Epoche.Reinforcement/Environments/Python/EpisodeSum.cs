using System.Numerics;
using System.Runtime.InteropServices;

namespace Epoche.Simulation;

/// <summary>A checksum of all that an episode has shown, by which a replay of it is recognised.</summary>
internal struct EpisodeSum
{
    private ulong _sum;

    public EpisodeSum(ulong sum) => _sum = sum;

    public readonly ulong Value => _sum;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(bytes))
        {
            Add(word);
        }

        foreach (byte rest in bytes[(bytes.Length & ~7)..])
        {
            Add(rest);
        }
    }

    public void Add(double number) => Add(BitConverter.DoubleToUInt64Bits(number));

    private void Add(ulong word) => _sum = BitOperations.RotateLeft((_sum ^ word) * 0x9E3779B97F4A7C15, 29);
}
