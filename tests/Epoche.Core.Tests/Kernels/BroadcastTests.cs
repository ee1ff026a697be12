using Epoche.Kernels;

namespace Epoche.Core.Tests.Kernels;

public sealed class BroadcastTests
{
    private static readonly int[][] Shapes =
    [
        [], [1], [5], [4, 1], [1, 5], [4, 5], [3, 1, 5], [3, 4, 1], [3, 1, 1], [1, 1, 1], [3, 4, 5], [2, 3, 4, 5], [2, 1, 4, 1],
        [2, 3, 1, 5], [2, 1, 1, 1], [1, 3, 1, 1, 1], [2, 1, 3, 1, 1, 5], [2, 2, 3, 4, 1, 1], [20], [7, 20], [7, 1],
        [2, 7, 1], [0, 5], [3, 0, 1],
    ];

    [Fact]
    public void Every_element_comes_from_the_operands_elements_at_its_place() => ForAllPairs((xs, ys, zs) =>
    {
        float[] a = Values(xs.ElementCount, 1), b = Values(ys.ElementCount, 2), z = new float[zs.ElementCount],
            w = new float[zs.ElementCount];
        Broadcast.Apply<Subtract>(a, xs, b, ys, z, zs);
        Broadcast.Apply<MultiplyAdd>(a, xs, b, ys, z, zs, w, zs);
        for (int i = 0; i < zs.ElementCount; i++)
        {
            float u = a[Source(i, zs, xs)], v = b[Source(i, zs, ys)];
            Assert.Equal(u - v, z[i]);
            Assert.Equal(MathF.FusedMultiplyAdd(u, v, z[i]), w[i]);
        }
    });

    [Fact]
    public void The_sum_back_to_an_operands_shape_takes_each_element_once() => ForAllPairs((xs, ys, zs) =>
    {
        float[] g = Values(zs.ElementCount, 3), sum = Values(xs.ElementCount, 4);
        Broadcast.SumTo(g, zs, sum, xs);
        double[] expected = new double[xs.ElementCount];
        for (int i = 0; i < zs.ElementCount; i++)
        {
            expected[Source(i, zs, xs)] += g[i];
        }

        for (int i = 0; i < xs.ElementCount; i++)
        {
            Assert.Equal(expected[i], sum[i], 1e-4);
        }
    });

    [Fact]
    public void Shapes_that_do_not_fit_are_both_named()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Broadcast.Shape([2, 3], [4, 1, 4]));
        Assert.Contains("[2, 3]", error.Message, StringComparison.Ordinal);
        Assert.Contains("[4, 1, 4]", error.Message, StringComparison.Ordinal);
        Assert.Contains("sizes 3 and 4", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Broadcast.Apply<Add>(new float[3], [3], new float[2], [2], new float[3], [3]));
        Assert.Throws<ArgumentException>(() => Broadcast.Apply<Add>(new float[2], [3], new float[3], [3], new float[3], [3]));
        Assert.Throws<ArgumentException>(() => Broadcast.SumTo(new float[3], [3], new float[6], [2, 3]));
    }

    private static void ForAllPairs(Action<Shape, Shape, Shape> check)
    {
        foreach (int[] x in Shapes)
        {
            foreach (int[] y in Shapes)
            {
                if (x.Reverse().Zip(y.Reverse()).All(p => p.First == p.Second || p.First == 1 || p.Second == 1))
                {
                    Shape xs = Shape.Create(x), ys = Shape.Create(y);
                    check(xs, ys, Broadcast.Shape(xs, ys));
                }
            }
        }
    }

    private static int Source(int index, Shape result, Shape operand)
    {
        int source = 0, stride = 1;
        for (int axis = 1; axis <= result.Rank; axis++)
        {
            int at = index % result[-axis];
            index /= result[-axis];
            if (axis <= operand.Rank)
            {
                source += operand[-axis] == 1 ? 0 : at * stride;
                stride *= operand[-axis];
            }
        }

        return source;
    }

    private static float[] Values(int count, ulong seed)
    {
        float[] values = new float[count];
        new Rng(seed).FillNormal(values);
        return values;
    }
}
