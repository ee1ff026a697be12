using System.Globalization;

namespace Epoche;

/// <summary>Takes the same action always: the least that an agent should be better than.</summary>
public sealed class ConstantPolicy : IPolicy
{
    private readonly float[] _values;

    /// <summary>Makes the policy.</summary>
    /// <param name="actions">Continuous actions: how many numbers, within which bounds.</param>
    /// <param name="values">The numbers of the action.</param>
    /// <exception cref="ArgumentException">
    /// The actions are not continuous, or the numbers are too few, too many or out of bounds.
    /// </exception>
    public ConstantPolicy(ActionSpec actions, params ReadOnlySpan<float> values)
    {
        ArgumentNullException.ThrowIfNull(actions);
        if (!actions.IsContinuous || values.Length != actions.Count)
        {
            throw new ArgumentException(
                $"A constant action is as many numbers as {actions} has ({(actions.IsContinuous ? actions.Count : 0)}); received "
                + $"{values.Length}.", nameof(values));
        }

        for (int i = 0; i < values.Length; i++)
        {
            if (!(values[i] >= actions.Low[i] && values[i] <= actions.High[i]))
            {
                throw new ArgumentException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Number {i} of a constant action must be from {actions.Low[i]} to {actions.High[i]}; received {values[i]}."),
                    nameof(values));
            }
        }

        _values = values.ToArray();
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is no room for an action of each lane.</exception>
    public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<int> lanes, PolicyActions actions)
    {
        if (actions.Values.Length < lanes.Length * _values.Length)
        {
            throw new ArgumentException(
                $"{lanes.Length} actions are {lanes.Length * _values.Length} numbers; received room for {actions.Values.Length}.",
                nameof(actions));
        }

        for (int i = 0; i < lanes.Length; i++)
        {
            _values.CopyTo(actions.Values[(i * _values.Length)..]);
        }
    }
}
