using System.Runtime.CompilerServices;
using Epoche.Kernels;

namespace Epoche.Simulation;

/// <summary>MountainCar-v0 in lanes.</summary>
internal readonly struct MountainCarGame : ILaneGame
{
    public static EnvironmentSpec Spec { get; } = new()
    {
        Name = "MountainCar-v0",
        Observation = [2],
        Actions = ActionSpec.Discrete(3),
        TimeLimit = 200,
        SolvedAt = -110,
    };

    public static int StateSize => 2;

    public static void Begin(ref Rng rng, Span<float> state) =>
        (state[0], state[1]) = (
            rng.NextSingle((float)MountainCarDynamics<Float64>.StartLow, (float)MountainCarDynamics<Float64>.StartHigh), 0);

    public static void Observe(ReadOnlySpan<float> state, Span<float> observation) => state.CopyTo(observation);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Advance<V, S>(ref float state, nint stride, V action, ref float observation, out V reward)
        where V : struct
        where S : struct, ISimd<V>
    {
        Lanes<V, S> position = new(S.Load(in state, 0)), velocity = new(S.Load(in state, stride));
        Lanes<V, S> push = (new Lanes<V, S>(S.FromInt(action)) - Lanes<V, S>.Of(1)) * Lanes<V, S>.Of(MountainCarDynamics<Float64>.Force);
        MountainCarDynamics<Lanes<V, S>>.Advance(push, ref position, ref velocity);
        S.Store(position.Value, ref state, 0);
        S.Store(velocity.Value, ref state, stride);
        S.Scatter(position.Value, ref observation, 2);
        S.Scatter(velocity.Value, ref Unsafe.Add(ref observation, 1), 2);
        reward = S.Create(-1);
        return HasArrived<V, S>(position.Value, velocity.Value, (float)MountainCarDynamics<Float64>.Goal);
    }

    /// <summary>At the goal or beyond it, and not on the way back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V HasArrived<V, S>(V position, V velocity, float goal)
        where V : struct
        where S : struct, ISimd<V> =>
        S.And(S.LessOrEqual(S.Create(goal), position), S.LessOrEqual(S.Create(0), velocity));
}
