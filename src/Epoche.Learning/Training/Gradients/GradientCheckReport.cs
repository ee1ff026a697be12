using System.Globalization;
using System.Text;

namespace Epoche;

/// <summary>The worst number of a parameter.</summary>
/// <param name="Name">The parameter.</param>
/// <param name="Checked">How many of its numbers were moved.</param>
/// <param name="Element">Which of them is the worst, counted through the whole parameter.</param>
/// <param name="Gradient">Its gradient as the backward pass gives it.</param>
/// <param name="Slope">How the loss changes where it is moved.</param>
/// <param name="Error">
/// How far they are apart, less what the slope itself is uncertain by, as a share of the larger one; next to slopes a hundred times as
/// large, as a share of a hundredth of those.
/// </param>
public readonly record struct CheckedGradient(string Name, int Checked, int Element, double Gradient, double Slope, double Error)
{
    /// <summary>The parameter.</summary>
    public string Name { get; init => field = NotNull.Of(value); } = NotNull.Of(Name);

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Name}: {Checked} checked, the worst is number {Element}: gradient {Gradient:G6}, slope {Slope:G6}, error {Error:G2}");
}

/// <summary>What <see cref="GradientCheck"/> found.</summary>
/// <param name="Parameters">One line for each parameter that is learned.</param>
/// <param name="Tolerance">The largest error that passes.</param>
public sealed record GradientCheckReport(IReadOnlyList<CheckedGradient> Parameters, double Tolerance)
{
    /// <summary>One line for each parameter that is learned.</summary>
    public IReadOnlyList<CheckedGradient> Parameters { get; init => field = NotNull.Of(value); } = NotNull.Of(Parameters);

    /// <summary>The largest error that passes.</summary>
    public double Tolerance { get; init; } = Tolerance;

    /// <summary>Whether every gradient agrees with the slope of the loss.</summary>
    public bool Passes => Parameters.All(parameter => parameter.Error <= Tolerance);

    /// <summary>A line that says how it ended, and one for each parameter.</summary>
    public override string ToString()
    {
        int wrong = Parameters.Count(parameter => !(parameter.Error <= Tolerance));
        StringBuilder text = new(wrong == 0
            ? string.Create(CultureInfo.InvariantCulture, $"The gradients of all {Parameters.Count} parameters agree with slopes.")
            : string.Create(CultureInfo.InvariantCulture, $"The gradients of {wrong} of {Parameters.Count} parameters are wrong."));
        foreach (CheckedGradient parameter in Parameters)
        {
            text.Append('\n').Append(parameter.Error <= Tolerance ? "  " : "! ").Append(parameter);
        }

        return text.ToString();
    }
}
