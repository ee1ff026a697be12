using Epoche.Simulation;

namespace Epoche;

/// <summary>
/// The scripted player of Cave: follows all heights and speeds that the flyer can have for a number of columns ahead, which are all on the
/// screen, and takes the action after which it can go on longest; of two such actions, the one with which it can go on
/// longer two rows away from everything.
/// <para>The speed, and the half row that a picture does not show, it infers from the frames it is given. With 32 of them it survived each
/// of 100 episodes, with 16 it survived 97, with 4, which agents see, about half: it is then wrong about half a row now and then.</para>
/// </summary>
public sealed class CavePlayer : IPolicy
{
    private const int Size = CaveRules.Size, FarthestColumns = Size - CaveRules.FlyerColumn - CaveRules.FlyerSize, StatesOfRow = 18;

    private readonly int _columns, _frames;

    /// <summary>A player for observations of an environment.</summary>
    /// <param name="spec">Cave with its frames stacked: the more, the surer it is of the speed.</param>
    /// <param name="columns">How many columns it looks ahead, 1 to 38. Default 20.</param>
    /// <exception cref="ArgumentException">The observations are other pictures, or <paramref name="columns"/> is out of range.</exception>
    public CavePlayer(EnvironmentSpec spec, int columns = 20)
    {
        ArgumentNullException.ThrowIfNull(spec);
        if (spec.Observation != [Size, Size, spec.Frames])
        {
            throw new ArgumentException($"The player of Cave needs observations of shape [{Size}, {Size}, frames]; "
                + $"{spec.Name} gives {spec.Observation} with {spec.Frames} frames.", nameof(spec));
        }

        if (columns is < 1 or > FarthestColumns)
        {
            throw new ArgumentOutOfRangeException(
                nameof(columns), $"The player of Cave looks 1 to {FarthestColumns} columns ahead; received {columns}.");
        }

        (_columns, _frames) = (columns, spec.Frames);
    }

    /// <inheritdoc/>
    public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<int> lanes, PolicyActions actions)
    {
        int width = Size * Size * _frames;
        for (int i = 0; i < actions.Indices.Length; i++)
        {
            actions.Indices[i] = Act(observations.Slice(i * width, width));
        }
    }

    private int Act(ReadOnlySpan<float> frames)
    {
        Span<ulong> free = stackalloc ulong[_columns], roomy = stackalloc ulong[_columns];
        FreeRows(frames, free);
        for (int step = 0; step < free.Length; step++)
        {
            ulong rows = free[step];
            roomy[step] = rows & (rows << 1) & (rows >> 1) & (rows << 2) & (rows >> 2);
        }

        FlyerStates possible = Infer(frames);
        int row = UpperRow(frames, _frames - 1), holdFree = 0, holdRoomy = 0; // in favour of holding: columns, summed over what is possible
        for (int number = 0; number < StatesOfRow; number++)
        {
            FlyerStates state = FlyerStates.Single(row, number);
            if (possible.Contains(state))
            {
                FlyerStates held = state.After(hold: true), released = state.After(hold: false);
                holdFree += Survives(held, free) - Survives(released, free);
                holdRoomy += Survives(held, roomy) - Survives(released, roomy);
            }
        }

        return holdFree > 0 || (holdFree == 0 && holdRoomy > 0) ? CaveRules.Hold : 0;
    }

    /// <summary>How many columns the flyer can pass that is in these states a step from now.</summary>
    private static int Survives(FlyerStates states, ReadOnlySpan<ulong> free)
    {
        for (int column = 0; column < free.Length; column++)
        {
            states = states.Within(free[column]);
            if (states.IsEmpty)
            {
                return column;
            }

            states = states.After();
        }

        return free.Length;
    }

    /// <summary>
    /// Every state that the rows of all frames allow. Where the first frame of an episode is repeated, the flyer's rest is among them.
    /// </summary>
    private FlyerStates Infer(ReadOnlySpan<float> frames)
    {
        FlyerStates states = FlyerStates.InRows(1UL << UpperRow(frames, 0));
        for (int frame = 1; frame < _frames; frame++)
        {
            states = states.After().Within(1UL << UpperRow(frames, frame));
        }

        return states;
    }

    private int UpperRow(ReadOnlySpan<float> frames, int frame)
    {
        int row = 0;
        while (row < Size - CaveRules.FlyerSize && Pixel(frames, row, CaveRules.FlyerColumn, frame) != CaveRules.FlyerPixel)
        {
            row++;
        }

        return row;
    }

    /// <summary>For each of the next steps, a bit for every upper row with which the flyer then touches nothing.</summary>
    private void FreeRows(ReadOnlySpan<float> frames, Span<ulong> free)
    {
        ulong left = SolidRows(frames, CaveRules.FlyerColumn + 1);
        for (int step = 0; step < free.Length; step++)
        {
            ulong right = SolidRows(frames, CaveRules.FlyerColumn + step + CaveRules.FlyerSize), solid = left | right;
            free[step] = ~(solid | (solid >> 1)) & ((1UL << (Size - 1)) - 1);
            left = right;
        }
    }

    private ulong SolidRows(ReadOnlySpan<float> frames, int x)
    {
        ulong solid = 0;
        for (int row = 0; row < Size; row++)
        {
            solid |= Pixel(frames, row, x, _frames - 1) == CaveRules.WallPixel ? 1UL << row : 0;
        }

        return solid;
    }

    private float Pixel(ReadOnlySpan<float> frames, int row, int x, int frame) => frames[(((row * Size) + x) * _frames) + frame];
}
