using System.Buffers;
using Epoche.Kernels;
using Epoche.Simulation;

namespace Epoche;

/// <summary>
/// Trade one thing by its past prices: at each bar say which share of wealth to hold in it, and pay for what that takes to buy or sell.
/// What a position earns is the return of the next bar, which no observation has shown. Continuous actions, double precision.
/// <para>Observation <c>[window + 1]</c>: the logarithmic returns of the last bars, the newest last, in units of their deviation over the
/// bars for training; then the position held. Action <c>[1]</c>: the share to hold, 0 to 1, or from −1 where short positions are allowed.
/// Reward: the change of ln(wealth). Terminates where nothing is left; truncated after the bars of an episode.</para>
/// </summary>
public sealed partial class Market : IStatefulEnvironment
{
    private const double LeastWealth = 1e-6;

    private readonly MarketPrices _traded;
    private readonly double[] _returns; // logarithmic, of each bar; the first has none
    private readonly double _scale;
    private readonly int _firstStart, _starts, _lag;
    private readonly ulong _mark;
    private double _wealth, _position, _paid;
    private int _bar;

    /// <summary>A market with these prices.</summary>
    /// <param name="prices">The prices.</param>
    /// <param name="options">How it is traded; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="ArgumentException">The part has too few bars for one window and one step.</exception>
    public Market(MarketPrices prices, MarketOptions? options = null)
        : this(prices, options, peek: 0)
    {
    }

    /// <summary>For tests: observations may show bars that are still to come.</summary>
    internal Market(MarketPrices prices, MarketOptions? options, int peek)
    {
        ArgumentNullException.ThrowIfNull(prices);
        (Prices, Options) = (prices, (options ?? new()).Checked());
        _lag = Options.Lag - peek;
        (int from, int to) = Options.Bars(prices.Count);
        int first = from + Options.Window + Options.Lag, last = to - 1 - Math.Max(0, peek), bars = Math.Min(Options.Episode, last - first);
        if (bars < 1)
        {
            throw new ArgumentException(
                $"{prices.Name}: the part '{Options.Part}' has {to - from} of {prices.Count} bars; a window of {Options.Window} and a step "
                + $"need at least {Options.Window + Options.Lag + 2}. Give more prices, a smaller window or another split.",
                nameof(prices));
        }

        (_firstStart, _starts) = (first, last - bars - first + 1);
        _traded = Options.Shuffle is { } seed ? prices.Shuffled(from, to, seed) : prices;
        _returns = Returns(_traded);
        _scale = Scale(Returns(prices).AsSpan(1, Math.Max(2, (int)(prices.Count * Options.TrainShare)) - 1));
        _mark = _traded.Mark;
        Spec = new()
        {
            Name = $"Market ({prices.Name}, {Options.Part.ToString().ToLowerInvariant()})",
            Observation = [Options.Window + 1],
            Actions = ActionSpec.Continuous(Options.Short ? -1 : 0, 1),
            Information = ["wealth", "price", "position", "costs"],
            TimeLimit = bars,
        };
    }

    /// <inheritdoc/>
    public EnvironmentSpec Spec { get; }

    /// <summary>The prices, not shuffled.</summary>
    public MarketPrices Prices { get; }

    /// <summary>How it is traded.</summary>
    public MarketOptions Options { get; }

    /// <inheritdoc/>
    public void Reset(ref Rng rng, Span<float> observation)
    {
        _bar = _firstStart + rng.NextInt(_starts);
        (_wealth, _position, _paid) = (1, 0, 0);
        Observe(observation);
    }

    /// <inheritdoc/>
    public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation)
    {
        if (action.Values.Length != 1)
        {
            throw new ArgumentException(
                $"{Spec.Name}: an action is one number, the share to hold; received "
                + $"{(action.Values.IsEmpty ? $"the index {action.Index}" : $"{action.Values.Length} numbers")}.", nameof(action));
        }

        double share = action.Values[0], before = _wealth;
        _paid = _wealth * Math.Abs(share - _position) * (Options.Cost + Options.Slippage);
        double ratio = _traded.Values[_bar + 1] / _traded.Values[_bar], growth = 1 + (share * (ratio - 1));
        _wealth = Math.Max(LeastWealth, (_wealth - _paid) * growth);
        _position = growth > 0 ? share * ratio / growth : 0;
        _bar++;
        Observe(observation);
        return new((float)ScalarMath.Log(_wealth / before), _wealth <= LeastWealth, Truncated: false);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is no room for the numbers.</exception>
    public void WriteInformation(Span<float> values)
    {
        Spec.Information.RequireRoom(values);
        values[0] = (float)_wealth;
        values[1] = (float)_traded.Values[_bar];
        values[2] = (float)_position;
        values[3] = (float)_paid;
    }

    /// <inheritdoc/>
    public void SaveState(IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        StateWriter writer = new(destination);
        writer.Write(_mark);
        writer.Write(_wealth);
        writer.Write(_position);
        writer.Write(_bar);
    }

    /// <inheritdoc/>
    public void RestoreState(ReadOnlySpan<byte> state)
    {
        StateReader reader = new(state);
        ulong mark = reader.ReadUInt64();
        double wealth = reader.ReadDouble(), position = reader.ReadDouble();
        int bar = reader.ReadInt32();
        reader.End();
        if (mark != _mark)
        {
            throw new InvalidDataException($"{Spec.Name}: the saved state is of other prices. Has the file changed since?");
        }

        reader.Require(wealth > 0 && double.IsFinite(wealth) && double.IsFinite(position) && bar >= _firstStart && bar < _returns.Length);
        (_wealth, _position, _paid, _bar) = (wealth, position, 0, bar);
    }

    private void Observe(Span<float> observation)
    {
        Spec.RequireRoom(observation);
        int newest = _bar - _lag;
        for (int i = 0; i < Options.Window; i++)
        {
            observation[i] = (float)(_returns[newest - Options.Window + 1 + i] / _scale);
        }

        observation[Options.Window] = (float)_position;
    }

    private static double[] Returns(MarketPrices prices)
    {
        double[] returns = new double[prices.Count];
        for (int i = 1; i < returns.Length; i++)
        {
            returns[i] = ScalarMath.Log(prices.Values[i] / prices.Values[i - 1]);
        }

        return returns;
    }

    private static double Scale(ReadOnlySpan<double> returns)
    {
        double squares = 0;
        foreach (double each in returns)
        {
            squares += each * each;
        }

        return squares > 0 ? Math.Sqrt(squares / returns.Length) : 1;
    }
}
