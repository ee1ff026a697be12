using System.Numerics;

namespace Epoche.Conformance.Gradients;

/// <summary>
/// A plain array with a shape, generic over the number type: what the reference operations compute with. Slow and obvious on purpose.
/// </summary>
public sealed class Nd<T>(Shape shape, T[] data)
    where T : IFloatingPointIeee754<T>
{
    public Shape Shape { get; } = shape;

    public T[] Data { get; } = data;

    public static Nd<T> From(Shape shape, Func<int[], T> element)
    {
        T[] data = new T[shape.ElementCount];
        int[] index = new int[shape.Rank];
        for (int i = 0; i < data.Length; i++)
        {
            data[i] = element(index);
            for (int axis = shape.Rank - 1; axis >= 0 && ++index[axis] == shape[axis]; axis--)
            {
                index[axis] = 0;
            }
        }

        return new Nd<T>(shape, data);
    }

    /// <summary>The element at an index, which may have more axes (leading ones are dropped) and repeats along axes of size 1.</summary>
    public T At(params int[] index)
    {
        int offset = 0;
        for (int axis = 0; axis < Shape.Rank; axis++)
        {
            int i = index[index.Length - Shape.Rank + axis];
            offset = (offset * Shape[axis]) + (Shape[axis] == 1 ? 0 : i);
        }

        return Data[offset];
    }

    public Nd<T> Map(Func<T, T> function) => new(Shape, [.. Data.Select(function)]);

    public static Nd<T> Zip(Nd<T> a, Nd<T> b, Shape result, Func<T, T, T> function) => From(result, i => function(a.At(i), b.At(i)));

    /// <summary>Folds the elements whose indices differ on the given axes only; those axes become 1.</summary>
    public Nd<T> Fold(int[] axes, T start, Func<T, T, T> function)
    {
        int[] sizes = [.. Enumerable.Range(0, Shape.Rank).Select(axis => axes.Contains(axis) ? 1 : Shape[axis])];
        Nd<T> result = From(Shape.Create(sizes), _ => start);
        _ = From(Shape, index =>
        {
            int offset = 0;
            for (int axis = 0; axis < Shape.Rank; axis++)
            {
                offset = (offset * sizes[axis]) + (sizes[axis] == 1 ? 0 : index[axis]);
            }

            return result.Data[offset] = function(result.Data[offset], At(index));
        });
        return result;
    }

    public Nd<T> Reshape(Shape shape) => new(shape, Data);
}
