using System.Globalization;

namespace Epoche;

/// <summary>How one number of an action is shown: what it is called, what it is, and which stretch of a bar it fills.</summary>
/// <param name="Name">What it is called: the direction of a single number, the name of a part, or its place.</param>
/// <param name="Text">The number.</param>
/// <param name="From">Where the bar begins, 0 at the lowest value that the action may have and 1 at the highest.</param>
/// <param name="To">Where it ends.</param>
public readonly record struct ActionBar(string Name, string Text, float From, float To)
{
    /// <summary>What it is called: the direction of a single number, the name of a part, or its place.</summary>
    public string Name { get; init => field = NotNull.Of(value); } = NotNull.Of(Name);

    /// <summary>The number.</summary>
    public string Text { get; init => field = NotNull.Of(value); } = NotNull.Of(Text);

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(ActionBar), PrintMembers);

    /// <summary>
    /// The bars of an action that is not a single index: a number's runs from 0 (or the bound nearest to it) to its value, a choice's is
    /// the place of that choice among all, a bit's is full or empty.
    /// </summary>
    /// <param name="actions">What the actions are.</param>
    /// <param name="names">What the game calls them, as in <see cref="IDrawable.ActionNames"/>.</param>
    /// <param name="numbers">The action, as in <see cref="EpisodeStep.Numbers"/>.</param>
    /// <exception cref="ArgumentException">There is another count of numbers.</exception>
    public static IReadOnlyList<ActionBar> Of(ActionSpec actions, IReadOnlyList<string> names, ReadOnlySpan<float> numbers)
    {
        ArgumentNullException.ThrowIfNull(actions);
        ArgumentNullException.ThrowIfNull(names);
        if (numbers.Length != actions.Width)
        {
            throw new ArgumentException($"An action of {actions} has {actions.Width} numbers; received {numbers.Length}.", nameof(numbers));
        }

        ActionBar[] bars = new ActionBar[numbers.Length];
        for (int i = 0; i < bars.Length; i++)
        {
            string name = NameOf(actions, names, numbers, i);
            bars[i] = actions.IsContinuous ? Number(name, numbers[i], actions.Low[i], actions.High[i])
                : actions.Kind == ActionKind.MultiBinary ? new(name, numbers[i] == 0 ? "off" : "on", 0, numbers[i])
                : Choice(name, (int)numbers[i], actions.Choices[i]);
        }

        return bars;
    }

    private static ActionBar Number(string name, float value, float low, float high)
    {
        float zero = Share(0), end = Share(value);
        string text = value.ToString(high - low < 0.5f ? "0.####" : "0.00", CultureInfo.InvariantCulture);
        return new(name, text, Math.Min(zero, end), Math.Max(zero, end));

        float Share(float at) => Math.Clamp((at - low) / (high - low), 0, 1);
    }

    private static ActionBar Choice(string name, int choice, int choices) =>
        new(name, choice.ToString(CultureInfo.InvariantCulture), (float)choice / choices, (choice + 1f) / choices);

    private static string NameOf(ActionSpec actions, IReadOnlyList<string> names, ReadOnlySpan<float> numbers, int i)
    {
        if (actions.Names.Length > 0)
        {
            return actions.Names[i];
        }

        if (numbers.Length > 1)
        {
            return names.Count == numbers.Length ? names[i] : $"action {i}";
        }

        return names.Count == 3 && actions.IsContinuous ? names[Math.Sign(numbers[0]) + 1] : "action";
    }
}
