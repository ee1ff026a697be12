namespace Epoche;

/// <summary>How the evidence lower bound is estimated.</summary>
public enum Elbo
{
    /// <summary>
    /// Divergences between guide and prior in closed form, where the pair has one (<see cref="KullbackLeibler"/>), else from the draw. Less
    /// noise; what a guide of independent parts wants.
    /// </summary>
    MeanField,

    /// <summary>Everything from the draw: ln p(x, z) − ln q(z).</summary>
    Trace,
}

/// <summary>How to run variational inference.</summary>
public sealed record SviOptions
{
    /// <summary>A pattern of the optimizer; inference takes a fresh one like it.</summary>
    public required Optimizer Optimizer { get; init => field = value ?? throw new ArgumentNullException(nameof(Optimizer)); }

    /// <summary>Draws from the guide whose estimates are averaged in a step, 1 or more. Default 1.</summary>
    public int Particles { get; init; } = 1;

    /// <summary>How the bound is estimated. Default: with closed forms.</summary>
    public Elbo Elbo { get; init; } = Elbo.MeanField;

    /// <summary>
    /// What the divergence counts by in the loss at each step, from 0, finite and not negative: a ramp up to 1 lets the likelihood speak
    /// first (Bowman et al. 2016, arXiv:1511.06349). Default 1, the bound itself; what is reported as the bound never contains it.
    /// </summary>
    public Schedule KlWeight { get; init => field = value ?? throw new ArgumentNullException(nameof(KlWeight)); } = 1;

    /// <summary>The largest norm of the whole gradient. Default: none.</summary>
    public float? ClipNorm { get; init; }

    /// <summary>Decides the draws.</summary>
    public ulong Seed { get; init; }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(SviOptions), PrintMembers);
}

/// <summary>What a step of inference found.</summary>
/// <param name="Step">Its number, from 1.</param>
/// <param name="LogLikelihood">E ln p(data | z) as estimated, in nats, factors included and plates scaled to all data.</param>
/// <param name="Kl">KL(guide ‖ prior) = E [ln q(z) − ln p(z)], the divergence of the guide q from the prior p, in nats.</param>
/// <param name="GradientNorm">The norm of the whole gradient, before clipping; 0 where no update was made.</param>
public readonly record struct SviReport(long Step, double LogLikelihood, double Kl, float GradientNorm)
{
    /// <summary>The evidence lower bound: log-likelihood minus divergence, in nats.</summary>
    public double Elbo => LogLikelihood - Kl;

    /// <summary>Logs bound, likelihood and divergence apart: <c>svi/elbo</c>, <c>svi/log_likelihood</c>, <c>svi/kl</c>.</summary>
    public void Write(IRunWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Scalar("svi/elbo", Step, Elbo);
        writer.Scalar("svi/log_likelihood", Step, LogLikelihood);
        writer.Scalar("svi/kl", Step, Kl);
    }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(SviReport), PrintMembers);
}
