namespace Epoche.Simulation;

/// <summary>The states of a batch of one of the games, and a frame of each without its picture.</summary>
internal sealed class MinAtarLanes<TGame>
    where TGame : struct, IMinAtarGame
{
    private readonly int[] _actions; // what an index stands for
    private readonly ulong _sticky; // below it of 2³² the last action is repeated
    private readonly bool _ramping;

    public MinAtarLanes(int count, MinAtarOptions options)
    {
        _actions = TGame.Rules.ActionsOf(options);
        _sticky = StickyThreshold(options);
        _ramping = options.Ramping;
        Games = new TGame[count];
        Rngs = new Rng[count];
        LastActions = new int[count];
        Elapsed = new int[count];
    }

    public int Count => Games.Length;

    public TGame[] Games { get; }

    public Rng[] Rngs { get; }

    /// <summary>The actions executed last, which outlive an episode.</summary>
    public int[] LastActions { get; }

    /// <summary>Frames since the reset.</summary>
    public int[] Elapsed { get; }

    public static ulong StickyThreshold(MinAtarOptions options) => (ulong)(options.StickyProbability * (1UL << 32));

    /// <summary>What is executed: takes one word of the stream, whatever the probability.</summary>
    public static int Stick(ref Rng rng, int chosen, int last, ulong threshold) => rng.NextUInt32() < threshold ? last : chosen;

    /// <summary>Fresh streams and an episode in each.</summary>
    public void Reset(ulong seed)
    {
        for (int i = 0; i < Count; i++)
        {
            Rngs[i] = Rng.Stream(seed, "env", i);
            LastActions[i] = MinAtarActions.None;
            Begin(i);
        }
    }

    public void Begin(int index)
    {
        Elapsed[index] = 0;
        Games[index].Begin(ref Rngs[index]);
    }

    /// <summary>One frame of one of them.</summary>
    public float Advance(int index, int choice, out bool terminated)
    {
        Elapsed[index]++;
        int action = Stick(ref Rngs[index], _actions[choice], LastActions[index], _sticky);
        LastActions[index] = action;
        return Games[index].Advance(action, _ramping, ref Rngs[index], out terminated);
    }
}
