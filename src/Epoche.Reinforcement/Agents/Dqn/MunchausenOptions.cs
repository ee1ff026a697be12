namespace Epoche;

/// <summary>Munchausen Q-learning (Vieillard et al. 2020, arXiv:2007.14430): the logarithm of the policy joins the reward.</summary>
public sealed record MunchausenOptions
{
    /// <summary>τ of the policy softmax(q/τ), in units of the return. Default 0.03; range above 0.</summary>
    public float Temperature { get; init; } = 0.03f;

    /// <summary>α: how much of τ ln π joins the reward. Default 0.9; range 0 to 1.</summary>
    public float Share { get; init; } = 0.9f;

    /// <summary>l₀: what τ ln π is at least. Default −1; range below 0.</summary>
    public float Floor { get; init; } = -1;

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentException">A value lies outside its range.</exception>
    public void Validate()
    {
        OptionChecks.Positive(Temperature, "Munchausen.Temperature");
        OptionChecks.Within(0, 1, Share, "Munchausen.Share");
        OptionChecks.Positive(-Floor, "-Munchausen.Floor");
    }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(MunchausenOptions), PrintMembers);
}
