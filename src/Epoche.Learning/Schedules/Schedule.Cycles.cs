using Epoche.Kernels;

namespace Epoche;

public abstract partial class Schedule
{
    /// <summary>
    /// Half a cosine from one number to another, again and again, each time as much longer as <paramref name="growth"/> says: warm restarts
    /// (Loshchilov and Hutter 2017, arXiv:1608.03983, eq. 5; PyTorch's CosineAnnealingWarmRestarts).
    /// </summary>
    /// <param name="from">What each cycle begins with.</param>
    /// <param name="to">What it falls to.</param>
    /// <param name="steps">The length of the first cycle, 1 or more.</param>
    /// <param name="growth">How many times as long as the one before a cycle is, 1 or more. Default 1: all alike.</param>
    /// <exception cref="ArgumentOutOfRangeException">Steps or growth are below 1.</exception>
    public static Schedule CosineRestarts(float from, float to, long steps, int growth = 1)
    {
        CountChecks.AtLeast(1, steps);
        CountChecks.AtLeast(1, growth);
        return new Restarts(from, to, steps, growth);
    }

    /// <summary>
    /// Half a cosine up to a large rate and half a cosine down to a very small one (Smith and Topin 2018, arXiv:1708.07120; PyTorch's
    /// OneCycleLR), then constant.
    /// </summary>
    /// <param name="highest">The largest rate, above 0.</param>
    /// <param name="steps">The length of all, 2 or more.</param>
    /// <param name="rise">The share of steps that climb, above 0 and below 1. Default 0.3.</param>
    /// <param name="startDivisor">How many times smaller than the highest the first rate is. Default 25.</param>
    /// <param name="endDivisor">How many times smaller than the first the last rate is. Default 10,000.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static Schedule OneCycle(float highest, long steps, float rise = 0.3f, float startDivisor = 25, float endDivisor = 10_000)
    {
        CountChecks.AtLeast(2, steps);
        CountChecks.Positive(highest);
        CountChecks.Positive(startDivisor);
        CountChecks.Positive(endDivisor);
        return rise is > 0 and < 1
            ? new Cycle(highest, steps, rise, highest / startDivisor, highest / startDivisor / endDivisor)
            : throw new ArgumentOutOfRangeException(nameof(rise), $"The share of steps that climb lies between 0 and 1; received {rise}.");
    }

    /// <summary>From a to b by half a cosine, t in [0, 1].</summary>
    private static float HalfCosine(double a, double b, double t) =>
        (float)(b + ((a - b) * 0.5 * (1 + ScalarMath.SinCos(Math.PI * t).Cos)));

    private sealed class Restarts(float from, float to, long steps, int growth) : Schedule
    {
        public override float At(long step)
        {
            long at = Math.Max(step, 0), length = steps;
            if (growth == 1)
            {
                at %= length;
            }

            while (at >= length)
            {
                at -= length;
                length *= growth;
            }

            return HalfCosine(from, to, (double)at / length);
        }

        public override string ToString() =>
            FormattableString.Invariant($"cosine {from} → {to} in {steps} steps, restarted with {growth} times the length");
    }

    private sealed class Cycle(float highest, long steps, float rise, float first, float last) : Schedule
    {
        // As PyTorch counts: the top is at rise·steps − 1, the end at steps − 1.
        private readonly double _top = ((double)rise * steps) - 1, _end = steps - 1;

        public override float At(long step) =>
            step >= _end ? last
            : step <= _top ? HalfCosine(first, highest, Math.Max(step, 0) / _top)
            : HalfCosine(highest, last, (step - Math.Max(_top, 0)) / (_end - Math.Max(_top, 0)));

        public override string ToString() =>
            FormattableString.Invariant($"one cycle {first} → {highest} → {last} in {steps} steps");
    }
}
