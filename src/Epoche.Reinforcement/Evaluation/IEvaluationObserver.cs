namespace Epoche;

/// <summary>Watches the episodes of an evaluation step by step.</summary>
public interface IEvaluationObserver
{
    /// <summary>A step of an episode that counts; called in order for each episode, the episodes of a round side by side.</summary>
    /// <param name="step">What happened; its spans hold until the call returns.</param>
    void Observe(in EvaluationStep step);
}

/// <summary>A step of an episode.</summary>
public readonly ref struct EvaluationStep
{
    /// <summary>Which episode, from 0.</summary>
    public required int Episode { get; init; }

    /// <summary>Which step of it, from 0.</summary>
    public required int Step { get; init; }

    /// <summary>The numbers of the action; empty where actions are indices.</summary>
    public ReadOnlySpan<float> Action { get; init; }

    /// <summary>What the action led to, the last observation of an episode included.</summary>
    public ReadOnlySpan<float> Observation { get; init; }

    /// <summary>The numbers beside the step, in the order of <see cref="EnvironmentSpec.Information"/>.</summary>
    public ReadOnlySpan<float> Information { get; init; }

    /// <summary>The reward.</summary>
    public required float Reward { get; init; }

    /// <summary>Whether the episode is over.</summary>
    public required bool IsLast { get; init; }
}
