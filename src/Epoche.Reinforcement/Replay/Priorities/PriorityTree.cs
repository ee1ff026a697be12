using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Epoche;

/// <summary>
/// Numbers from 0 up, their sum, and the one that a number below the sum falls on: what draws in proportion to priorities. A tree in double
/// precision whose nodes have eight children, one cache line: of a million leaves a draw reads seven lines. A parent is always computed
/// from its children, never changed by a difference, so that sums do not drift and equal leaves give equal bits. Allocates nothing after
/// its making. Not thread-safe.
/// </summary>
public sealed class PriorityTree
{
    private const int Fan = 8, MostLeaves = 1 << 30;

    private readonly double[] _sums, _leasts; // level after level, the leaves first; pinned, so that lines stay where they are
    private readonly int[] _offsets; // of each level
    private readonly int _first;

    /// <summary>A tree of zeros.</summary>
    /// <param name="count">How many leaves, 1 to 2³⁰.</param>
    /// <param name="keepsLeast">Whether <see cref="Least"/> is wanted.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is out of its range.</exception>
    public PriorityTree(int count, bool keepsLeast = false)
    {
        OptionChecks.AtLeastOne(count, "leaves");
        OptionChecks.AtMost(MostLeaves, count, "leaves");
        Count = count;
        List<int> offsets = [];
        long size = 0;
        for (int nodes = count; ; nodes = (nodes + Fan - 1) / Fan)
        {
            offsets.Add(checked((int)size));
            size += (nodes + Fan - 1L) / Fan * Fan;
            if (nodes <= Fan)
            {
                break;
            }
        }

        _offsets = [.. offsets];
        _sums = GC.AllocateArray<double>(checked((int)size + Fan), pinned: true);
        _first = (int)(-Marshal.UnsafeAddrOfPinnedArrayElement(_sums, 0) & ((Fan * sizeof(double)) - 1)) / sizeof(double);
        _leasts = keepsLeast ? new double[size] : [];
        Array.Fill(_leasts, double.PositiveInfinity);
    }

    /// <summary>How many leaves.</summary>
    public int Count { get; }

    /// <summary>The sum of all leaves.</summary>
    public double Total => Sum(Line(_offsets[^1]));

    /// <summary>The smallest leaf above 0; infinity where there is none.</summary>
    /// <exception cref="InvalidOperationException">The tree was not made to keep it.</exception>
    public double Least => _leasts.Length > 0
        ? Smallest(_leasts.AsSpan(_offsets[^1], Fan))
        : throw new InvalidOperationException("This tree does not keep its least leaf; make it with keepsLeast: true.");

    /// <summary>A leaf.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none of this number; or the value is negative, infinite or NaN.</exception>
    public double this[int leaf]
    {
        get
        {
            Require(leaf);
            return _sums[_first + leaf];
        }

        set
        {
            Require(leaf);
            if (!(value >= 0 && double.IsFinite(value)))
            {
                throw new ArgumentOutOfRangeException(nameof(value), $"A priority is a finite number from 0 up; received {value}.");
            }

            _sums[_first + leaf] = value;
            int node = leaf;
            for (int level = 1; level < _offsets.Length; level++)
            {
                node /= Fan;
                _sums[_first + _offsets[level] + node] = Sum(Line(_offsets[level - 1] + (node * Fan)));
            }

            if (_leasts.Length > 0)
            {
                KeepLeast(leaf, value);
            }
        }
    }

    /// <summary>Copies all leaves out, <c>[Count]</c>.</summary>
    public void CopyTo(Span<double> leaves) => _sums.AsSpan(_first, Count).CopyTo(leaves);

    /// <summary>Takes all leaves, <c>[Count]</c>, and computes the tree from them.</summary>
    /// <exception cref="ArgumentException">There are more or fewer, or one is negative, infinite or NaN.</exception>
    public void CopyFrom(ReadOnlySpan<double> leaves)
    {
        if (leaves.Length != Count)
        {
            throw new ArgumentException($"The tree has {Count} leaves; received {leaves.Length}.", nameof(leaves));
        }

        foreach (double leaf in leaves)
        {
            if (!(leaf >= 0 && double.IsFinite(leaf)))
            {
                throw new ArgumentException($"A priority is a finite number from 0 up; received {leaf}.", nameof(leaves));
            }
        }

        leaves.CopyTo(_sums.AsSpan(_first));
        for (int i = 0; i < _leasts.Length && i < Count; i++)
        {
            _leasts[i] = leaves[i] > 0 ? leaves[i] : double.PositiveInfinity;
        }

        for (int level = 1; level < _offsets.Length; level++)
        {
            int nodes = (_offsets[level] - _offsets[level - 1]) / Fan;
            for (int node = 0; node < nodes; node++)
            {
                int line = _offsets[level - 1] + (node * Fan);
                _sums[_first + _offsets[level] + node] = Sum(Line(line));
                if (_leasts.Length > 0)
                {
                    _leasts[_offsets[level] + node] = Smallest(_leasts.AsSpan(line, Fan));
                }
            }
        }
    }

    /// <summary>
    /// The leaf that a number falls on, where leaves lie one behind the other, each as long as its value: leaf i has the numbers from the
    /// sum of those before it, inclusive, to that sum and its own value, exclusive. A leaf of 0 has none.
    /// </summary>
    /// <param name="number">From 0 inclusive to <see cref="Total"/> exclusive.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is outside; so it is where all leaves are 0.</exception>
    public int Find(double number)
    {
        double total = Total;
        if (!(number >= 0 && number < total))
        {
            throw new ArgumentOutOfRangeException(
                nameof(number), $"Of leaves with the sum {total} a number from 0 to below that sum falls on one; received {number}.");
        }

        int node = 0;
        for (int level = _offsets.Length - 1; level >= 0; level--)
        {
            node = (node * Fan) + Step(Line(_offsets[level] + (node * Fan)), ref number);
        }

        return node;
    }

    /// <summary>
    /// The leaves that numbers fall on, the same as one by one. All go down a level before any goes down the next, and each asks for its
    /// next line at once: of a million leaves the last lines come from beyond the second-level cache, and a draw would wait for each.
    /// </summary>
    /// <param name="numbers">From 0 inclusive to <see cref="Total"/> exclusive; left as how far into its leaf each falls.</param>
    /// <param name="leaves">Receives a leaf for each.</param>
    internal void Find(Span<double> numbers, Span<int> leaves)
    {
        leaves = leaves[..numbers.Length];
        leaves.Clear();
        for (int level = _offsets.Length - 1; level >= 0; level--)
        {
            int offset = _offsets[level], below = level > 0 ? _offsets[level - 1] : 0;
            for (int i = 0; i < numbers.Length; i++)
            {
                int line = leaves[i] * Fan, node = line + Step(Line(offset + line), ref numbers[i]);
                leaves[i] = node;
                if (level > 0)
                {
                    Ask(below + (node * Fan));
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private unsafe void Ask(int at)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(Unsafe.AsPointer(ref _sums[_first + at])); // the array is pinned
        }
    }

    /// <summary>
    /// Which child the number falls on, and how far into it. All eight are added up whatever the number is, and neither the child nor what
    /// lies before it is found by a branch, which would be mispredicted once a level: sums rise, so that the greatest of those that the
    /// number is not below is what lies before.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Step(ReadOnlySpan<double> line, ref double number)
    {
        double a = line[0], b = a + line[1], c = b + line[2], d = c + line[3], e = d + line[4], f = e + line[5], g = f + line[6];
        Vector128<double> at = Vector128.Create(number), ab = Vector128.Create(a, b), cd = Vector128.Create(c, d);
        Vector128<double> ef = Vector128.Create(e, f), gh = Vector128.Create(g, double.PositiveInfinity);
        Vector128<double> beyondAb = Vector128.GreaterThanOrEqual(at, ab), beyondCd = Vector128.GreaterThanOrEqual(at, cd);
        Vector128<double> beyondEf = Vector128.GreaterThanOrEqual(at, ef), beyondGh = Vector128.GreaterThanOrEqual(at, gh);
        Vector128<long> beyond = beyondAb.AsInt64() + beyondCd.AsInt64() + (beyondEf.AsInt64() + beyondGh.AsInt64()); // −1 for each
        // Of numbers from 0 up the greatest has the greatest bits.
        Vector128<long> before = Vector128.Max(
            Vector128.Max((ab & beyondAb).AsInt64(), (cd & beyondCd).AsInt64()),
            Vector128.Max((ef & beyondEf).AsInt64(), (gh & beyondGh).AsInt64()));
        int child = -(int)(beyond[0] + beyond[1]);

        // Sums of the same children in another order may differ in their last bit: beyond all of them is the last that is there.
        while (line[child] == 0)
        {
            child--;
        }

        number -= BitConverter.Int64BitsToDouble(Math.Max(before[0], before[1]));
        return child;
    }

    private static double Sum(ReadOnlySpan<double> line) =>
        ((line[0] + line[1]) + (line[2] + line[3])) + ((line[4] + line[5]) + (line[6] + line[7]));

    private static double Smallest(ReadOnlySpan<double> line)
    {
        double least = line[0];
        foreach (double value in line)
        {
            least = Math.Min(least, value);
        }

        return least;
    }

    private void KeepLeast(int leaf, double value)
    {
        _leasts[leaf] = value > 0 ? value : double.PositiveInfinity;
        int node = leaf;
        for (int level = 1; level < _offsets.Length; level++)
        {
            node /= Fan;
            _leasts[_offsets[level] + node] = Smallest(_leasts.AsSpan(_offsets[level - 1] + (node * Fan), Fan));
        }
    }

    private ReadOnlySpan<double> Line(int at) => new(_sums, _first + at, Fan);

    private void Require(int leaf)
    {
        if ((uint)leaf >= (uint)Count)
        {
            throw new ArgumentOutOfRangeException(nameof(leaf), $"The tree has {Count} leaves, from 0; received {leaf}.");
        }
    }
}
