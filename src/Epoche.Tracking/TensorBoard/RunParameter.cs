using System.Globalization;

namespace Epoche;

/// <summary>One setting of a run, for TensorBoard's table of hyperparameters: a number, a flag or a text.</summary>
public readonly record struct RunParameter
{
    /// <summary>A number.</summary>
    /// <param name="name">The setting: <c>optimizer.learning_rate</c>.</param>
    /// <param name="value">Its value.</param>
    public RunParameter(string name, double value)
    {
        ArgumentNullException.ThrowIfNull(name);
        (Name, Number) = (name, value);
    }

    /// <summary>A flag.</summary>
    /// <param name="name">The setting.</param>
    /// <param name="value">Its value.</param>
    public RunParameter(string name, bool value)
    {
        ArgumentNullException.ThrowIfNull(name);
        (Name, Number, IsFlag) = (name, value ? 1 : 0, true);
    }

    /// <summary>A text.</summary>
    /// <param name="name">The setting.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="ArgumentNullException">There is no value.</exception>
    public RunParameter(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        (Name, Text) = (name, value);
    }

    /// <summary>The setting's name.</summary>
    public string Name { get; }

    /// <summary>The number; 1 or 0 for a flag, 0 for a text.</summary>
    public double Number { get; }

    /// <summary>Whether it is a flag.</summary>
    public bool IsFlag { get; }

    /// <summary>The text; null for a number or a flag.</summary>
    public string? Text { get; }

    /// <summary>The value, as text.</summary>
    public override string ToString() =>
        Text ?? (IsFlag ? (Number != 0 ? "true" : "false") : Number.ToString(CultureInfo.InvariantCulture));
}
