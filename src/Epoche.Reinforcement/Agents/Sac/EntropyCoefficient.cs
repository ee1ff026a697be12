using Epoche.Kernels;

namespace Epoche;

/// <summary>
/// α, fixed or learned (Haarnoja et al. 2018, arXiv:1812.05905, eq. 18): ln α moves down −ln α·(ln π + H̄), with the mean of ln π over the
/// batch on which the actor has learned.
/// </summary>
internal sealed class EntropyCoefficient : IStateful
{
    private const string Name = "log_alpha";

    private readonly ParameterSlab _slab = new([new ParameterInfo(Name, [1], 0, ParameterKind.Parameter, Decay: false)]);
    private readonly Trainer? _trainer; // null: it is fixed
    private readonly Objective<float> _objective;
    private readonly float _fixed;

    public EntropyCoefficient(SacOptions options, ActionSpec actions)
    {
        Target = options.TargetEntropyOf(actions);
        _fixed = options.EntropyCoefficient ?? 0;
        _objective = meanLogDensity => _slab[0] * -(meanLogDensity + Target);
        if (options.EntropyCoefficient is null)
        {
            _slab.Values[0] = ScalarMath.Log(options.InitialEntropyCoefficient);
            _trainer = new(new() { Optimizer = options.EntropyOptimizer, Seed = options.Seed }, _slab);
        }
    }

    /// <summary>α as it is now.</summary>
    public float Value => _trainer is null ? _fixed : ScalarMath.Exp(_slab.Values[0]);

    /// <summary>The entropy to steer to.</summary>
    public float Target { get; }

    /// <summary>Whether α is learned.</summary>
    public bool IsLearned => _trainer is not null;

    int IStateful.StateVersion => 1;

    /// <summary>One step.</summary>
    /// <returns>The loss; NaN where nothing is learned.</returns>
    public float Step(float meanLogDensity) => _trainer?.Step(_objective, meanLogDensity).Loss ?? float.NaN;

    void IStateful.SaveState(StateSaver to)
    {
        to.Write("is_learned", IsLearned);
        if (_trainer is not null)
        {
            to.Part("trainer", _trainer);
        }
    }

    void IStateful.LoadState(StateLoader from)
    {
        if (from.Boolean("is_learned") is var learned && learned != IsLearned)
        {
            throw from.Mismatch("is_learned", IsLearned ? "a learned coefficient" : "a fixed one", learned ? "a learned one" : "a fixed");
        }

        if (_trainer is not null)
        {
            from.Part("trainer", _trainer);
        }
    }
}
