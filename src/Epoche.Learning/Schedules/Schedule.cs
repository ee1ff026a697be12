using Epoche.Kernels;

namespace Epoche;

/// <summary>A number that depends on the step: a pure function, so that resuming needs to store nothing of it.</summary>
public abstract partial class Schedule
{
    /// <summary>The value at a step, counted from 0.</summary>
    public abstract float At(long step);

    /// <summary>The same number always.</summary>
    public static implicit operator Schedule(float value) => Constant(value);

    /// <summary>The same number always.</summary>
    public static Schedule Constant(float value) => new ConstantSchedule(value);

    /// <summary>From one number straight to another within <paramref name="steps"/> steps, then constant.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No positive number of steps.</exception>
    public static Schedule Linear(float from, float to, long steps) =>
        new Ramp("linear", from, to, steps, (a, b, t) => (float)(a + ((b - a) * t)));

    /// <summary>From one number to another by equal factors, then constant. Both must be positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number or the steps are not positive.</exception>
    public static Schedule Exponential(float from, float to, long steps)
    {
        CountChecks.Positive(from);
        CountChecks.Positive(to);
        return new Ramp("exponential", from, to, steps, (a, b, t) => (float)(a * ScalarMath.Exp(t * ScalarMath.Log(b / a))));
    }

    /// <summary>Half a cosine from one number to another (Loshchilov and Hutter 2017, arXiv:1608.03983, eq. 5), then constant.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No positive number of steps.</exception>
    public static Schedule Cosine(float from, float to, long steps) =>
        new Ramp("cosine", from, to, steps, HalfCosine);

    /// <summary>
    /// Rises from 0 within <paramref name="steps"/> steps, then follows this schedule, whose steps count from the start of all.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">No positive number of steps.</exception>
    public Schedule WithWarmUp(long steps)
    {
        CountChecks.AtLeast(1, steps);
        return new WarmUp(this, steps);
    }

    private sealed class ConstantSchedule(float value) : Schedule
    {
        public override float At(long step) => value;

        public override string ToString() => FormattableString.Invariant($"{value}");
    }

    private sealed class Ramp : Schedule
    {
        private readonly string _name;
        private readonly float _from, _to;
        private readonly long _steps;
        private readonly Func<double, double, double, float> _between;

        internal Ramp(string name, float from, float to, long steps, Func<double, double, double, float> between)
        {
            CountChecks.AtLeast(1, steps);
            (_name, _from, _to, _steps, _between) = (name, from, to, steps, between);
        }

        public override float At(long step) =>
            step <= 0 ? _from : step >= _steps ? _to : _between(_from, _to, (double)step / _steps);

        public override string ToString() => FormattableString.Invariant($"{_name} {_from} → {_to} in {_steps} steps");
    }

    private sealed class WarmUp(Schedule then, long steps) : Schedule
    {
        public override float At(long step) => step >= steps ? then.At(step) : then.At(step) * ((step + 1) / (float)steps);

        public override string ToString() => FormattableString.Invariant($"warm-up of {steps} steps, then {then}");
    }
}
