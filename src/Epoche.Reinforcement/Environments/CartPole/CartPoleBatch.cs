using System.Buffers;
using System.Numerics;
using System.Runtime.Intrinsics;
using Epoche.Kernels;
using Epoche.Simulation;

namespace Epoche;

/// <summary>
/// CartPole for many environments at once, one per SIMD lane, with a float32 state. Same rules as <see cref="CartPole"/>, whose double
/// precision it follows to about 1e-6 over an episode; the same bits at every vector width.
/// </summary>
public sealed class CartPoleBatch : IBatchEnvironment
{
    private const int StateVersion = 1;

    private readonly CartPoleOptions _options;
    private readonly CartPoleColumns _columns;
    private readonly ulong[] _keys;
    private readonly ulong[] _resets; // also the stream's position: a reset takes four numbers, one block
    private readonly ulong[] _ended; // a bit for each environment
    private readonly int[] _over; // those environments, as a list
    private readonly int _lanes;
    private readonly SoleUse _use = BatchChecks.SoleUse();
    private bool _started;

    /// <summary>A batch of CartPole-v1, or of one with other constants.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="count"/> is not positive, or an option is out of its range.
    /// </exception>
    public CartPoleBatch(int count, CartPoleOptions? options = null)
        : this(count, options, Vector512.IsHardwareAccelerated ? 16 : Vector256.IsHardwareAccelerated ? 8 : 4)
    {
    }

    /// <summary>With registers of so many lanes; for tests.</summary>
    internal CartPoleBatch(int count, CartPoleOptions? options, int lanes)
    {
        OptionChecks.AtLeastOne(count, "environments");
        OptionChecks.AtMost(OptionChecks.MostEnvironments, count, "environments");
        _options = (options ?? CartPoleOptions.V1).Checked();
        _lanes = lanes;
        _columns = new(count);
        _keys = new ulong[count];
        _resets = new ulong[count];
        _ended = new ulong[(count + 63) / 64];
        _over = new int[count];
        Spec = _options.Spec();
    }

    /// <inheritdoc/>
    public EnvironmentSpec Spec { get; }

    /// <inheritdoc/>
    public int Count => _columns.Count;

    /// <inheritdoc/>
    public IBatchEnvironment WithCount(int count) => new CartPoleBatch(count, _options, _lanes);

    /// <inheritdoc/>
    public void Reset(ulong seed, Span<float> observations)
    {
        using SoleUse.Scope use = _use.Enter();
        BatchChecks.Observations(Spec, Count, observations.Length);
        for (int i = 0; i < Count; i++)
        {
            _keys[i] = Rng.Stream(seed, "env", i).Key;
            _resets[i] = 0;
            _over[i] = i;
        }

        Begin(_over, observations);
        _started = true;
    }

    /// <inheritdoc/>
    public void Step(in BatchActions actions, in BatchTransition result)
    {
        using SoleUse.Scope use = _use.Enter();
        if (!_started)
        {
            throw BatchChecks.NotReset(Spec);
        }

        BatchChecks.Transition(Spec, Count, result);
        BatchChecks.DiscreteLength(Spec, Count, actions);
        int wrong = actions.Indices.IndexOfAnyExceptInRange(0, 1);
        if (wrong >= 0)
        {
            throw BatchChecks.OutOfRange(Spec, wrong, actions.Indices[wrong]);
        }

        switch (_lanes)
        {
            case 16:
                CartPoleKernel<Vector512<float>, Simd512, RowStore512>.Advance(
                    _options, _columns, actions.Indices, result.Observations, _ended);
                break;
            case 8:
                CartPoleKernel<Vector256<float>, Simd256, RowStore256>.Advance(
                    _options, _columns, actions.Indices, result.Observations, _ended);
                break;
            default:
                CartPoleKernel<Vector128<float>, Simd128, RowStore128>.Advance(
                    _options, _columns, actions.Indices, result.Observations, _ended);
                break;
        }

        result.Rewards.Fill(1);
        result.Terminated.Clear();
        result.Truncated.Clear();
        FinishEpisodes(result);
    }

    /// <inheritdoc/>
    public void SaveState(IBufferWriter<byte> destination)
    {
        using SoleUse.Scope use = _use.Enter();
        ArgumentNullException.ThrowIfNull(destination);
        if (!_started)
        {
            throw BatchChecks.NotReset(Spec);
        }

        StateWriter writer = new(destination);
        writer.WriteHeader(StateVersion, $"{Spec.Name}, float32", Count);
        writer.WriteAll<ulong>(_keys);
        writer.WriteAll<ulong>(_resets);
        writer.WriteAll<float>(_columns.X);
        writer.WriteAll<float>(_columns.XDot);
        writer.WriteAll<float>(_columns.Theta);
        writer.WriteAll<float>(_columns.ThetaDot);
        writer.WriteAll<float>(_columns.Elapsed);
    }

    /// <inheritdoc/>
    public void RestoreState(ReadOnlySpan<byte> state)
    {
        using SoleUse.Scope use = _use.Enter();
        StateReader reader = new(state);
        reader.ReadHeader(StateVersion, $"{Spec.Name}, float32", Count);
        reader.Expect(Count * ((2 * sizeof(ulong)) + (5 * sizeof(float))));
        reader.ReadAll<ulong>(_keys);
        reader.ReadAll<ulong>(_resets);
        reader.ReadAll(_columns.X);
        reader.ReadAll(_columns.XDot);
        reader.ReadAll(_columns.Theta);
        reader.ReadAll(_columns.ThetaDot);
        reader.ReadAll(_columns.Elapsed);
        _started = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    /// <summary>
    /// Apart from the lanes' loop, over the set bits only: with a random policy every twentieth environment ends in a step, so that nearly
    /// every register would hold one and mispredict a branch.
    /// </summary>
    private void FinishEpisodes(in BatchTransition result)
    {
        float positionLimit = (float)_options.PositionLimit, angleLimit = (float)_options.AngleLimit;
        float timeLimit = _options.TimeLimit ?? float.PositiveInfinity;
        ReadOnlySpan<float> x = _columns.X, theta = _columns.Theta, elapsed = _columns.Elapsed;
        int over = 0;
        for (int word = 0; word < _ended.Length; word++)
        {
            for (ulong bits = _ended[word]; bits != 0; bits &= bits - 1)
            {
                int i = (64 * word) + BitOperations.TrailingZeroCount(bits);
                _over[over++] = i;
                result.Terminated[i] = MathF.Abs(x[i]) > positionLimit | MathF.Abs(theta[i]) > angleLimit;
                result.Truncated[i] = elapsed[i] >= timeLimit;
                Vector128.LoadUnsafe(ref result.Observations[4 * i]).StoreUnsafe(ref result.FinalObservations[4 * i]);
            }
        }

        Begin(_over.AsSpan(0, over), result.Observations);
    }

    /// <summary>Starts an episode in each of the environments listed.</summary>
    private void Begin(ReadOnlySpan<int> environments, Span<float> observations)
    {
        const int group = CartPoleStarts.Group;
        Span<ulong> keys = stackalloc ulong[group], blocks = stackalloc ulong[group];
        Span<float> rows = stackalloc float[4 * group], x = _columns.X, xDot = _columns.XDot, theta = _columns.Theta,
            thetaDot = _columns.ThetaDot, elapsed = _columns.Elapsed;
        float high = (float)_options.StartRange;
        for (; environments.Length > 0; environments = environments[Math.Min(group, environments.Length)..])
        {
            int some = Math.Min(group, environments.Length);
            for (int j = 0; j < some; j++)
            {
                int i = environments[j];
                keys[j] = _keys[i];
                blocks[j] = _resets[i]++;
            }

            CartPoleStarts.Draw(keys, blocks, -high, high, rows);
            for (int j = 0; j < some; j++)
            {
                int i = environments[j];
                Vector128.LoadUnsafe(ref rows[4 * j]).StoreUnsafe(ref observations[4 * i]);
                (x[i], xDot[i], theta[i], thetaDot[i], elapsed[i]) =
                    (rows[4 * j], rows[(4 * j) + 1], rows[(4 * j) + 2], rows[(4 * j) + 3], 0);
            }
        }
    }
}
