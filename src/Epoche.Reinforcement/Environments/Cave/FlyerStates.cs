using System.Runtime.CompilerServices;

namespace Epoche.Simulation;

/// <summary>
/// A set of states of Cave's flyer, as one word of heights for each of the nine speeds. Bit h of a word is the height of (h − 1)/2 rows
/// from the top, so that h/2 is the upper row; rising by a speed shifts the word.
/// </summary>
internal struct FlyerStates
{
    private const int Speeds = 9, Rest = 4; // a speed of s half rows a step is word s + 4

    private Words _heights;

    public readonly bool IsEmpty
    {
        get
        {
            UInt128 any = 0;
            foreach (UInt128 heights in _heights)
            {
                any |= heights;
            }

            return any == 0;
        }
    }

    public readonly int Count
    {
        get
        {
            int count = 0;
            foreach (UInt128 heights in _heights)
            {
                count += (int)UInt128.PopCount(heights);
            }

            return count;
        }
    }

    /// <summary>All states whose upper row is one of those set.</summary>
    public static FlyerStates InRows(ulong rows)
    {
        FlyerStates states = default;
        ((Span<UInt128>)states._heights).Fill(Heights(rows));
        return states;
    }

    /// <summary>The state with this number, counted over all that a row can have: 0 to 17.</summary>
    public static FlyerStates Single(int row, int number)
    {
        FlyerStates states = default;
        states._heights[number / 2] = (UInt128)1 << ((2 * row) + (number % 2));
        return states;
    }

    /// <summary>Where the flyer is a step later.</summary>
    public readonly FlyerStates After(bool hold)
    {
        FlyerStates after = default;
        int push = hold ? 1 : -1;
        for (int from = 0; from < Speeds; from++)
        {
            int speed = Math.Clamp(from + push, 0, Speeds - 1);
            UInt128 heights = _heights[from];
            after._heights[speed] |= speed >= Rest ? heights >> (speed - Rest) : heights << (Rest - speed);
        }

        return after;
    }

    /// <summary>Where it may be a step later, whatever is done.</summary>
    public readonly FlyerStates After()
    {
        FlyerStates after = After(hold: true), released = After(hold: false);
        for (int speed = 0; speed < Speeds; speed++)
        {
            after._heights[speed] |= released._heights[speed];
        }

        return after;
    }

    /// <summary>Those whose upper row is one of those set.</summary>
    public readonly FlyerStates Within(ulong rows)
    {
        FlyerStates kept = this;
        UInt128 heights = Heights(rows);
        foreach (ref UInt128 word in kept._heights)
        {
            word &= heights;
        }

        return kept;
    }

    public readonly bool Contains(FlyerStates single)
    {
        for (int speed = 0; speed < Speeds; speed++)
        {
            if ((_heights[speed] & single._heights[speed]) != 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Every row's bit twice, for its two heights.</summary>
    private static UInt128 Heights(ulong rows) => new(Twice((uint)(rows >> 32)), Twice((uint)rows));

    private static ulong Twice(uint rows)
    {
        ulong bits = rows;
        bits = (bits | (bits << 16)) & 0x0000FFFF0000FFFF;
        bits = (bits | (bits << 8)) & 0x00FF00FF00FF00FF;
        bits = (bits | (bits << 4)) & 0x0F0F0F0F0F0F0F0F;
        bits = (bits | (bits << 2)) & 0x3333333333333333;
        bits = (bits | (bits << 1)) & 0x5555555555555555;
        return bits | (bits << 1);
    }

    [InlineArray(Speeds)]
    private struct Words
    {
        private UInt128 _first;
    }
}
