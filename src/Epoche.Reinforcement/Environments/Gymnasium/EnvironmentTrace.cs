using System.Globalization;

namespace Epoche;

/// <summary>One line of a trace.</summary>
/// <param name="Observation">What the environment showed, <c>[observation]</c>.</param>
/// <param name="Reward">The reward of the step; 0 for a reset.</param>
/// <param name="Terminated">Whether the step ended the task.</param>
/// <param name="Truncated">Whether the step was the last that the time limit allows, or the environment cut the episode off.</param>
/// <param name="IsReset">Whether the line is the start of an episode rather than a step.</param>
public sealed record TraceRow(IReadOnlyList<float> Observation, float Reward, bool Terminated, bool Truncated, bool IsReset)
{
    /// <summary>What the environment showed, <c>[observation]</c>.</summary>
    public IReadOnlyList<float> Observation { get; init => field = NotNull.Of(value); } = NotNull.Of(Observation);

    /// <summary>The reward of the step; 0 for a reset.</summary>
    public float Reward { get; init; } = Reward;

    /// <summary>Whether the step ended the task.</summary>
    public bool Terminated { get; init; } = Terminated;

    /// <summary>Whether the step was the last that the time limit allows, or the environment cut the episode off.</summary>
    public bool Truncated { get; init; } = Truncated;

    /// <summary>Whether the line is the start of an episode rather than a step.</summary>
    public bool IsReset { get; init; } = IsReset;

    /// <summary>
    /// <c>observation…,reward,terminated,truncated</c>: decimal numbers that read back as the same float32, and 0 or 1 for the flags.
    /// </summary>
    public string ToCsv() => string.Join(
        ',',
        Observation.Append(Reward).Select(number => number.ToString(CultureInfo.InvariantCulture)).Append(Terminated ? "1" : "0")
            .Append(Truncated ? "1" : "0"));

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(TraceRow), PrintMembers);
}

/// <summary>
/// Plays given actions in one environment and lists what it shows, to compare implementations step by step. The first line is the reset,
/// every action gives one more. Where an episode ends and actions remain, a reset follows that continues the random stream, as
/// <c>reset()</c> without a seed does in Gymnasium, and its observation is a line too.
/// </summary>
/// <remarks>
/// Two implementations of an unstable environment stay together only while every bit agrees: CartPole magnifies a difference 10¹⁷-fold in
/// 500 steps. Sine and cosine here are correctly rounded, as good C libraries have them and Python's <c>math</c> with them; builds of NumPy
/// that replace them by faster ones (<c>numpy.cos</c> on processors with AVX-512, up to 3 units in the last place off)
/// part from both after some 300 steps.
/// </remarks>
public static class EnvironmentTrace
{
    /// <summary>Plays actions written as text.</summary>
    /// <param name="environment">The environment; its time limit applies.</param>
    /// <param name="seed">
    /// The seed: of <c>Rng.Stream(seed, "env", 0)</c>, hence the episode of environment 0 of a batch; or of NumPy's generator.
    /// </param>
    /// <param name="actions">
    /// Numbers separated by commas: indices, or for actions of several parts or numbers as many for each step as an action has.
    /// </param>
    /// <param name="gymnasiumSeeding">Whether to draw first states as Gymnasium does.</param>
    /// <exception cref="ArgumentException">The text holds something else, or the environment does not know Gymnasium's draws.</exception>
    public static IReadOnlyList<TraceRow> Run(IEnvironment environment, ulong seed, string actions, bool gymnasiumSeeding = false)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(actions);
        string[] words = actions.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return environment.Spec.Actions.IsContinuous
            ? Run(environment, seed, Parse<float>(words, NumberStyles.Float, "a number"), gymnasiumSeeding)
            : Run(environment, seed, Parse<int>(words, NumberStyles.Integer, "a whole number"), gymnasiumSeeding);
    }

    /// <summary>Plays actions; row i of <paramref name="actions"/> is the action of step i.</summary>
    /// <inheritdoc cref="Run(IEnvironment, ulong, string, bool)"/>
    public static IReadOnlyList<TraceRow> Run(IEnvironment environment, ulong seed, in BatchActions actions, bool gymnasiumSeeding = false)
    {
        ArgumentNullException.ThrowIfNull(environment);
        EnvironmentSpec spec = environment.Spec;
        int width = spec.Actions.Width, given = spec.Actions.IsContinuous ? actions.Values.Length : actions.Indices.Length;
        int steps = (given + width - 1) / width;
        BatchChecks.Actions(spec, steps, actions, rows: "step");
        IGymnasiumSeeding? compatible = gymnasiumSeeding ? Compatible(environment) : null;
        NumPyGenerator numpy = new(seed);
        Rng rng = Rng.Stream(seed, "env");
        float[] observation = new float[spec.Observation.ElementCount];
        bool[] mask = new bool[spec.MaskWidth];
        List<TraceRow> rows = [];
        Reset();
        for (int i = 0, elapsed = 0; i < steps; i++)
        {
            if (spec.MasksActions)
            {
                environment.WriteActionMask(mask);
                BatchChecks.Allowed(spec, mask, actions.Indices.Slice(i * width, width), rows: "step", firstRow: i);
            }

            EnvironmentAction action = spec.Actions.Row(actions, i);
            StepResult result = environment.Step(action, ref rng, observation);
            bool truncated = result.Truncated || ++elapsed >= spec.TimeLimit;
            rows.Add(new([.. observation], result.Reward, result.Terminated, truncated, IsReset: false));
            if ((result.Terminated || truncated) && i + 1 < steps)
            {
                elapsed = 0;
                Reset();
            }
        }

        return rows;

        void Reset()
        {
            if (compatible is null)
            {
                environment.Reset(ref rng, observation);
            }
            else
            {
                compatible.Reset(numpy, observation);
            }

            rows.Add(new([.. observation], Reward: 0, Terminated: false, Truncated: false, IsReset: true));
        }
    }

    private static IGymnasiumSeeding Compatible(IEnvironment environment) => environment as IGymnasiumSeeding
        ?? throw new ArgumentException(
            $"{environment.Spec.Name} cannot draw its first states as Gymnasium does: it does not implement {nameof(IGymnasiumSeeding)}.",
            nameof(environment));

    private static T[] Parse<T>(string[] words, NumberStyles styles, string expected)
        where T : struct, System.Numerics.INumber<T>
    {
        T[] values = new T[words.Length];
        for (int i = 0; i < words.Length; i++)
        {
            values[i] = T.TryParse(words[i], styles, CultureInfo.InvariantCulture, out T value)
                ? value
                : throw new ArgumentException(
                    $"Number {i + 1} of the actions is '{words[i]}'; expected {expected}, such as in 0,1,1,0.", nameof(words));
        }

        return values;
    }
}
