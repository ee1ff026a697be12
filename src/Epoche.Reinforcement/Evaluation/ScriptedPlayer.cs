namespace Epoche;

/// <summary>A player that was written rather than trained.</summary>
/// <param name="Frames">How many frames it wants to see.</param>
/// <param name="Create">Makes it for observations of a spec.</param>
public sealed record ScriptedPlayer(int Frames, Func<EnvironmentSpec, IPolicy> Create)
{
    /// <summary>Makes it for observations of a spec.</summary>
    public Func<EnvironmentSpec, IPolicy> Create { get; init => field = NotNull.Of(value); } = NotNull.Of(Create);

    /// <summary>Lets it play.</summary>
    /// <param name="environment">The game, its frames not stacked; neither stepped nor disposed.</param>
    /// <param name="episodes">How many episodes.</param>
    /// <param name="seed">Which: those that any other policy plays under this seed.</param>
    /// <param name="ct">Checked at every step.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="episodes"/> is not positive.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public EvaluationReport Play(IBatchEnvironment environment, int episodes, ulong seed, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(environment);
        using FrameStack stack = new(environment.WithCount(1), Frames);
        using Evaluator evaluator = new(stack);
        return evaluator.Run(Create(stack.Spec), episodes, seed, ct);
    }
}
