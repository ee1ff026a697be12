namespace Epoche.Simulation;

/// <summary>The rules of DeepSea as bsuite has them (Osband et al. 2020), without its stochastic version.</summary>
internal sealed class DeepSeaRules
{
    public const int LeastSize = 2, MostSize = 200;
    public const uint PublishedMapping = 42;

    private readonly bool[] _rightIsOne; // by cell: which of the two actions means right
    private readonly float _step, _treasure;

    /// <exception cref="ArgumentOutOfRangeException">The size is out of its range.</exception>
    public DeepSeaRules(int size, uint mappingSeed)
    {
        if (size is < LeastSize or > MostSize)
        {
            throw new ArgumentOutOfRangeException(
                nameof(size), $"DeepSea has from {LeastSize} to {MostSize} rows and columns; received {size}.");
        }

        (Size, MappingSeed) = (size, mappingSeed);
        _rightIsOne = new bool[size * size];
        NumPyRandomState random = new(mappingSeed);
        foreach (ref bool isOne in _rightIsOne.AsSpan())
        {
            isOne = random.NextDouble() > 0.5; // what binomial(1, 0.5) does with a number
        }

        const double cost = 0.01;
        (_step, _treasure) = ((float)(-cost / size), (float)(1 - (cost / size)));
        Spec = new()
        {
            Name = mappingSeed == PublishedMapping ? $"DeepSea-{size}" : $"DeepSea-{size}-mapping-{mappingSeed}",
            Observation = [size, size, 1],
            PixelSteps = 1,
            Actions = ActionSpec.Discrete(2),
            TimeLimit = size, // the task itself ends there
            BestReturn = 1 - cost,
        };
    }

    public int Size { get; }

    public uint MappingSeed { get; }

    public EnvironmentSpec Spec { get; }

    public bool IsRight(int row, int column, int action) => _rightIsOne[(row * Size) + column] == (action == 1);

    /// <summary>What every action does in every cell, at [(row · size + column) · 2 + action].</summary>
    public DeepSeaMove[] Moves()
    {
        DeepSeaMove[] moves = new DeepSeaMove[2 * Size * Size];
        for (int i = 0; i < moves.Length; i++)
        {
            (int row, int column) = (i / 2 / Size, i / 2 % Size);
            float reward = Advance(i % 2, ref row, ref column);
            moves[i] = new(column, reward);
        }

        return moves;
    }

    /// <summary>One step down; the reward.</summary>
    public float Advance(int action, ref int row, ref int column)
    {
        bool right = IsRight(row, column, action), isLast = column == Size - 1;
        row++;
        column = Math.Clamp(column + (right ? 1 : -1), 0, Size - 1);
        return !right ? 0 : isLast ? _treasure : _step;
    }
}

/// <summary>What an action does in a cell: the column that follows, and the reward.</summary>
internal readonly record struct DeepSeaMove(int Column, float Reward);
