namespace Epoche;

/// <summary>How a network describes the distribution of returns: of how many numbers each value consists.</summary>
public abstract record AtomOptions
{
    private protected AtomOptions()
    {
    }

    /// <summary>Numbers of each value. Default 51; range 2 to 1,000.</summary>
    public int Count { get; init; } = 51;

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentException">A value lies outside its range.</exception>
    public virtual void Validate()
    {
        OptionChecks.AtLeast(2, Count, "Atoms.Count", "atom");
        OptionChecks.AtMost(1_000, Count, "atoms", "Atoms.Count");
    }

    /// <summary>The last layer of the network.</summary>
    internal abstract ValueDistribution CreateLayer();
}

/// <summary>Probabilities of fixed values (C51; Bellemare et al. 2017). Their range must hold every return that matters.</summary>
/// <param name="Low">The least return.</param>
/// <param name="High">The largest: 100 for CartPole with a discount of 0.99.</param>
public sealed record CategoricalAtoms(float Low, float High) : AtomOptions
{
    internal override ValueDistribution CreateLayer() => new CategoricalValues(Low, High);

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(CategoricalAtoms), PrintMembers);
}

/// <summary>Quantiles of the return (QR-DQN; Dabney et al. 2018). They need no range.</summary>
public sealed record QuantileAtoms : AtomOptions
{
    internal override ValueDistribution CreateLayer() => new QuantileValues();

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(QuantileAtoms), PrintMembers);
}
