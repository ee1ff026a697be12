using System.Runtime.CompilerServices;
using Epoche.Kernels;

namespace Epoche.Simulation;

/// <summary>MountainCarContinuous-v0 in lanes.</summary>
internal readonly struct MountainCarContinuousGame : ILaneGame
{
    public const float Goal = 0.45f, AtGoal = 100;
    public const double Power = 0.0015, ActionCost = 0.1;

    public static EnvironmentSpec Spec { get; } = new()
    {
        Name = "MountainCarContinuous-v0",
        Observation = [2],
        Actions = ActionSpec.Continuous(-1, 1, clips: true),
        TimeLimit = 999,
        SolvedAt = 90,
    };

    public static int StateSize => 2;

    public static void Begin(ref Rng rng, Span<float> state) => MountainCarGame.Begin(ref rng, state);

    public static void Observe(ReadOnlySpan<float> state, Span<float> observation) => state.CopyTo(observation);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Advance<V, S>(ref float state, nint stride, V action, ref float observation, out V reward)
        where V : struct
        where S : struct, ISimd<V>
    {
        Lanes<V, S> position = new(S.Load(in state, 0)), velocity = new(S.Load(in state, stride)), number = new(action);
        Lanes<V, S> push = Lanes<V, S>.Clamp(number, Lanes<V, S>.Of(-1), Lanes<V, S>.Of(1)) * Lanes<V, S>.Of(Power);
        MountainCarDynamics<Lanes<V, S>>.Advance(push, ref position, ref velocity);
        S.Store(position.Value, ref state, 0);
        S.Store(velocity.Value, ref state, stride);
        S.Scatter(position.Value, ref observation, 2);
        S.Scatter(velocity.Value, ref Unsafe.Add(ref observation, 1), 2);
        V arrived = MountainCarGame.HasArrived<V, S>(position.Value, velocity.Value, Goal);
        Lanes<V, S> prize = new(S.And(arrived, S.Create(AtGoal)));
        reward = (prize - (number * number * Lanes<V, S>.Of(ActionCost))).Value;
        return arrived;
    }
}
