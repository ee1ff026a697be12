namespace Epoche;

/// <summary>
/// One action: an index for discrete actions, an index for each part of those of several parts or bits, numbers for continuous ones. An
/// integer or an array converts implicitly.
/// </summary>
public readonly ref struct EnvironmentAction
{
    /// <summary>A discrete action.</summary>
    public EnvironmentAction(int index) => Index = index;

    /// <summary>An action of several parts or bits; the indices are not copied.</summary>
    public EnvironmentAction(ReadOnlySpan<int> indices) => Indices = indices;

    /// <summary>A continuous action; the numbers are not copied.</summary>
    public EnvironmentAction(ReadOnlySpan<float> values) => Values = values;

    /// <summary>Which of the discrete actions; 0 for others.</summary>
    public int Index { get; }

    /// <summary>The choice of each part, or each bit; empty for discrete and continuous actions.</summary>
    public ReadOnlySpan<int> Indices { get; }

    /// <summary>The numbers of a continuous action; empty for others.</summary>
    public ReadOnlySpan<float> Values { get; }

    /// <summary>A discrete action.</summary>
    public static implicit operator EnvironmentAction(int index) => new(index);

    /// <summary>An action of several parts or bits.</summary>
    public static implicit operator EnvironmentAction(ReadOnlySpan<int> indices) => new(indices);

    /// <summary>An action of several parts or bits.</summary>
    public static implicit operator EnvironmentAction(int[] indices) => new(indices);

    /// <summary>A continuous action.</summary>
    public static implicit operator EnvironmentAction(ReadOnlySpan<float> values) => new(values);

    /// <summary>A continuous action.</summary>
    public static implicit operator EnvironmentAction(float[] values) => new(values);
}

/// <summary>What a step gives beside the observation.</summary>
/// <param name="Reward">The reward of this step.</param>
/// <param name="Terminated">
/// The task is over (failed or done): no return follows, so nothing may be bootstrapped from the last observation.
/// </param>
/// <param name="Truncated">The episode was cut off, such as by a time limit: the task would have gone on. Both flags can be true.</param>
public readonly record struct StepResult(float Reward, bool Terminated, bool Truncated)
{
    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(StepResult), PrintMembers);
}
