namespace Epoche.Tuning;

/// <summary>A function of several variables.</summary>
/// <param name="x">Where.</param>
/// <param name="gradient">Receives the gradient.</param>
/// <returns>The value; not finite where the function does not exist.</returns>
internal delegate double SmoothFunction(ReadOnlySpan<double> x, Span<double> gradient);

/// <summary>
/// Minimises a smooth function within bounds: the limited-memory BFGS direction of the variables that no bound holds, a backtracking search
/// along its projection (Nocedal and Wright, Numerical Optimization, 7.2 and 16.7; Bertsekas 1982).
/// </summary>
internal sealed class BoundedLbfgs(int size)
{
    private const int Memory = 10, MostHalvings = 20;
    private const double SufficientDecrease = 1e-4, LeastChange = 1e-11;

    private readonly double[] _gradient = new double[size], _next = new double[size], _nextGradient = new double[size];
    private readonly double[] _direction = new double[size];
    private readonly List<(double[] Step, double[] Change, double Curvature)> _pairs = [];

    /// <summary>Minimises.</summary>
    /// <param name="function">The function.</param>
    /// <param name="x">Where to begin; receives the minimum.</param>
    /// <param name="low">The least value of each variable.</param>
    /// <param name="high">The greatest.</param>
    /// <param name="tolerance">The largest component of the projected gradient at which it stops.</param>
    /// <param name="iterations">The most iterations.</param>
    /// <returns>The value there.</returns>
    public double Minimize(
        SmoothFunction function, Span<double> x, ReadOnlySpan<double> low, ReadOnlySpan<double> high, double tolerance, int iterations)
    {
        _pairs.Clear();
        double value = function(x, _gradient);
        for (int iteration = 0; iteration < iterations && double.IsFinite(value); iteration++)
        {
            if (ProjectedGradient(x, low, high) <= tolerance)
            {
                break;
            }

            SetDirection(x, low, high);
            double slope = Vectors.Dot(_gradient, _direction);
            if (!(slope < 0))
            {
                _pairs.Clear();
                SetDirection(x, low, high);
            }

            double step = _pairs.Count > 0 ? 1 : Math.Min(1, 1 / SumOfMagnitudes(_direction));
            double before = value;
            if (!TryStep(function, x, low, high, step, ref value))
            {
                if (_pairs.Count == 0)
                {
                    break;
                }

                _pairs.Clear(); // once more along the gradient
                continue;
            }

            if (before - value <= LeastChange * Math.Max(1, Math.Abs(value)))
            {
                break;
            }
        }

        return value;
    }

    private bool TryStep(
        SmoothFunction function, Span<double> x, ReadOnlySpan<double> low, ReadOnlySpan<double> high, double step, ref double value)
    {
        for (int halving = 0; halving < MostHalvings; halving++)
        {
            double expected = 0;
            for (int i = 0; i < size; i++)
            {
                _next[i] = Math.Clamp(x[i] + (step * _direction[i]), low[i], high[i]);
                expected += _gradient[i] * (_next[i] - x[i]);
            }

            double next = function(_next, _nextGradient);
            if (double.IsFinite(next) && next <= value + (SufficientDecrease * expected) && expected < 0)
            {
                Remember(x);
                _next.CopyTo(x);
                _nextGradient.CopyTo(_gradient, 0);
                value = next;
                return true;
            }

            // The minimum of the parabola through both values, kept within a tenth and a half of the step.
            double parabola = double.IsFinite(next) ? -0.5 * expected / (next - value - expected) : 0;
            step *= parabola is >= 0.1 and <= 0.5 ? parabola : parabola > 0.5 ? 0.5 : 0.1;
        }

        return false;
    }

    private void Remember(ReadOnlySpan<double> x)
    {
        double[] step = new double[size], change = new double[size];
        for (int i = 0; i < size; i++)
        {
            (step[i], change[i]) = (_next[i] - x[i], _nextGradient[i] - _gradient[i]);
        }

        double curvature = Vectors.Dot(step, change);
        if (curvature > 1e-12 * Vectors.Dot(change, change))
        {
            if (_pairs.Count == Memory)
            {
                _pairs.RemoveAt(0);
            }

            _pairs.Add((step, change, curvature));
        }
    }

    /// <summary>The two loops of L-BFGS on the gradient; variables that a bound holds do not move.</summary>
    private void SetDirection(ReadOnlySpan<double> x, ReadOnlySpan<double> low, ReadOnlySpan<double> high)
    {
        for (int i = 0; i < size; i++)
        {
            _direction[i] = IsHeld(x[i], _gradient[i], low[i], high[i]) ? 0 : -_gradient[i];
        }

        Span<double> factors = stackalloc double[Memory];
        for (int k = _pairs.Count - 1; k >= 0; k--)
        {
            (double[] step, double[] change, double curvature) = _pairs[k];
            factors[k] = Vectors.Dot(step, _direction) / curvature;
            Vectors.AddScaled(_direction, change, -factors[k]);
        }

        if (_pairs is [.., var last])
        {
            double scale = last.Curvature / Vectors.Dot(last.Change, last.Change);
            for (int i = 0; i < size; i++)
            {
                _direction[i] *= scale;
            }
        }

        for (int k = 0; k < _pairs.Count; k++)
        {
            (double[] step, double[] change, double curvature) = _pairs[k];
            Vectors.AddScaled(_direction, step, factors[k] - (Vectors.Dot(change, _direction) / curvature));
        }

        for (int i = 0; i < size; i++)
        {
            if (IsHeld(x[i], _gradient[i], low[i], high[i]))
            {
                _direction[i] = 0;
            }
        }
    }

    private double ProjectedGradient(ReadOnlySpan<double> x, ReadOnlySpan<double> low, ReadOnlySpan<double> high)
    {
        double largest = 0;
        for (int i = 0; i < size; i++)
        {
            largest = Math.Max(largest, Math.Abs(Math.Clamp(x[i] - _gradient[i], low[i], high[i]) - x[i]));
        }

        return largest;
    }

    private static bool IsHeld(double x, double gradient, double low, double high) =>
        (x <= low && gradient > 0) || (x >= high && gradient < 0);

    private static double SumOfMagnitudes(double[] values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += Math.Abs(value);
        }

        return sum;
    }
}
