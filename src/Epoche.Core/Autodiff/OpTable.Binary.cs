using Epoche.Kernels;

namespace Epoche.Autodiff;

internal static partial class OpTable
{
    // Add sums a gradient of the broadcast shape down to the input's, so that no rule here speaks of broadcasting.
    internal static readonly Op Add = Elementwise2<Add>("add", g =>
    {
        if (g.Needs(0))
        {
            g.Add(0, g.dY);
        }

        if (g.Needs(1))
        {
            g.Add(1, g.dY);
        }
    });

    internal static readonly Op Subtract = Elementwise2<Subtract>("subtract", g =>
    {
        if (g.Needs(0))
        {
            g.Add(0, g.dY);
        }

        if (g.Needs(1))
        {
            g.Add(1, -g.dY);
        }
    });

    internal static readonly Op Multiply = Elementwise2<Multiply>("multiply", g =>
    {
        if (g.Needs(0))
        {
            g.Add(0, g.dY * g.B);
        }

        if (g.Needs(1))
        {
            g.Add(1, g.dY * g.A);
        }
    });

    /// <summary>weight·value with 0·∞ = 0; see <see cref="Kernels.Weigh"/>.</summary>
    internal static readonly Op Weigh = Elementwise2<Weigh>("weigh", g =>
    {
        if (g.Needs(0))
        {
            g.Add(0, Apply(Weigh!, g.dY, g.B));
        }

        if (g.Needs(1))
        {
            g.Add(1, Apply(Weigh!, g.A, g.dY));
        }
    });

    internal static readonly Op Divide = Elementwise2<Divide>("divide", g =>
    {
        if (g.Needs(0))
        {
            g.Add(0, g.dY / g.B);
        }

        if (g.Needs(1))
        {
            g.Add(1, -g.dY * g.Y / g.B);
        }
    });

    // At equal elements the gradient goes to both halves, half each.
    internal static readonly Op Minimum = Elementwise2<Minimum>("minimum", g => Extreme(g, g.A, g.B));
    internal static readonly Op Maximum = Elementwise2<Maximum>("maximum", g => Extreme(g, g.B, g.A));

    internal static readonly Op Less = Comparison<Less>("less");
    internal static readonly Op LessOrEqual = Comparison<LessOrEqual>("less-or-equal");
    internal static readonly Op Greater = Comparison<Greater>("greater");
    internal static readonly Op GreaterOrEqual = Comparison<GreaterOrEqual>("greater-or-equal");
    internal static readonly Op EqualTo = Comparison<EqualTo>("equal");

    private static IEnumerable<Op> Binary =>
        [Add, Subtract, Multiply, Weigh, Divide, Minimum, Maximum, Less, LessOrEqual, Greater, GreaterOrEqual, EqualTo];

    private static Op Elementwise2<TOperator>(string name, GradientRule gradient)
        where TOperator : struct, IBinaryOperator =>
        new(name, BroadcastShape, Forward2<TOperator>, gradient);

    private static Op Comparison<TOperator>(string name)
        where TOperator : struct, IBinaryOperator =>
        new(name, BroadcastShape, Forward2<TOperator>, null);

    private static void Forward2<TOperator>(OpCall c)
        where TOperator : struct, IBinaryOperator =>
        Broadcast.Apply<TOperator>(c.A, c.Inputs[0].Shape, c.B, c.Inputs[1].Shape, c.Y, c.Output.Shape);

    private static void Extreme(GradientCall g, Tensor smaller, Tensor larger)
    {
        Tensor tie = 0.5f * Apply(EqualTo, smaller, larger);
        if (g.Needs(0))
        {
            g.Add(0, Apply(Weigh, (smaller < larger) + tie, g.dY));
        }

        if (g.Needs(1))
        {
            g.Add(1, Apply(Weigh, (larger < smaller) + tie, g.dY));
        }
    }
}
