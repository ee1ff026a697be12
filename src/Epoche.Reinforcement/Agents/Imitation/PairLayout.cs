using System.Globalization;

namespace Epoche;

/// <summary>
/// How a pair of what was seen and what was done lies in one row of numbers: the observation, the action (an index, one index for each
/// part, or numbers in the environment's units), and 1 or 0 for each action that may be forbidden.
/// </summary>
internal sealed class PairLayout
{
    private readonly EnvironmentSpec _spec;

    public PairLayout(EnvironmentSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        _spec = spec;
        Head = ActionHead.For(spec);
        (Observation, Action, Mask) = (spec.Observation.ElementCount, Head.ActionWidth, spec.MaskWidth);
    }

    /// <summary>Whether actions are numbers rather than indices.</summary>
    public bool IsContinuous => _spec.Actions.IsContinuous;

    /// <summary>What reads the actions.</summary>
    public ActionHead Head { get; }

    /// <summary>Numbers of an observation.</summary>
    public int Observation { get; }

    /// <summary>Numbers of an action.</summary>
    public int Action { get; }

    /// <summary>Numbers of a mask; 0 where nothing is forbidden.</summary>
    public int Mask { get; }

    /// <summary>Numbers of a row behind the observation: what is learned.</summary>
    public int Target => Action + Mask;

    /// <summary>Numbers of a row.</summary>
    public int Width => Observation + Target;

    /// <summary>The shape of a target as losses take it: that of a class where it is one index.</summary>
    public Shape TargetShape => Target == 1 && !IsContinuous ? [] : [Target];

    /// <summary>Writes row <paramref name="row"/> of a batch.</summary>
    public void Write(Span<float> to, ReadOnlySpan<float> observations, in BatchActions actions, ReadOnlySpan<bool> allowed, int row)
    {
        observations.Slice(row * Observation, Observation).CopyTo(to);
        Span<float> action = to.Slice(Observation, Action), mask = to.Slice(Observation + Action, Mask);
        for (int i = 0; i < Action; i++)
        {
            action[i] = IsContinuous ? actions.Values[(row * Action) + i] : actions.Indices[(row * Action) + i];
        }

        for (int i = 0; i < Mask; i++)
        {
            mask[i] = allowed.IsEmpty || allowed[(row * Mask) + i] ? 1 : 0;
        }
    }

    /// <summary>What is wrong with a row, in words; null where nothing is.</summary>
    public string? Problem(ReadOnlySpan<float> row)
    {
        int odd = row.IndexOfAnyExceptInRange(float.MinValue, float.MaxValue);
        if (odd >= 0)
        {
            string part = odd < Observation ? "observation" : "action";
            return Text($"number {odd % Observation} of the {part} is {row[odd]}; expected finite numbers");
        }

        if (_spec.Layout is { } layout && !layout.Holds(row[..Observation]))
        {
            return $"the observation is not of the layout {layout}";
        }

        ReadOnlySpan<float> action = row.Slice(Observation, Action), mask = row[(Observation + Action)..];
        for (int i = 0, first = 0; i < Action; i++)
        {
            float value = action[i];
            int choices = IsContinuous ? 0 : _spec.Actions.Choices[i];
            if (IsContinuous ? !_spec.Actions.Clips && (value < _spec.Actions.Low[i] || value > _spec.Actions.High[i])
                : !(value >= 0 && value < choices && value == (int)value))
            {
                return Text($"{(Action == 1 ? "the action" : $"number {i} of the action")} is {value}; expected {Expected(i)}");
            }

            if (Mask > 0 && mask[first + (int)value] == 0)
            {
                return Text($"the action is {value}, which its state forbids");
            }

            first += choices;
        }

        return null;
    }

    private string Expected(int number) => IsContinuous
        ? Text($"a number within [{_spec.Actions.Low[number]}, {_spec.Actions.High[number]}]")
        : $"an index from 0 to {_spec.Actions.Choices[number] - 1}";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
