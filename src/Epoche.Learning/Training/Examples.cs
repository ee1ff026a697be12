using System.Runtime.CompilerServices;
using Epoche.Autodiff;

namespace Epoche;

/// <summary>A batch that says how many examples it holds, so that means are taken by example and not by batch.</summary>
public interface IExampleBatch
{
    /// <summary>The examples, 1 or more.</summary>
    int Examples { get; }
}

/// <summary>How many examples a batch holds, where that is known.</summary>
internal static class Examples
{
    /// <summary>As <see cref="In"/>, and of structs too that are an <see cref="IExampleBatch"/>.</summary>
    internal static int? Of<TBatch>(TBatch batch) => batch is IExampleBatch counted ? counted.Examples : In(batch);

    /// <summary>
    /// The first axis of a <see cref="Batch"/> or of a <see cref="Tensor"/>; what a class says as an
    /// <see cref="IExampleBatch"/>; else null.
    /// </summary>
    internal static int? In<TBatch>(TBatch batch)
        where TBatch : allows ref struct =>
        typeof(TBatch) == typeof(Batch) ? Rows(Unsafe.As<TBatch, Batch>(ref batch).Inputs)
        : typeof(TBatch) == typeof(Tensor) ? Rows(Unsafe.As<TBatch, Tensor>(ref batch))
        : !typeof(TBatch).IsValueType ? (Unsafe.As<TBatch, object>(ref batch) as IExampleBatch)?.Examples
        : null;

    /// <summary>Watches what an objective does with the targets of a <see cref="Batch"/>, until the result is disposed.</summary>
    internal static LossShapes.Scope Watch<TBatch>(TBatch batch)
        where TBatch : allows ref struct =>
        typeof(TBatch) == typeof(Batch) && Unsafe.As<TBatch, Batch>(ref batch).Targets is { IsDefault: false } targets
            ? LossShapes.Of(targets)
            : LossShapes.Unchanged();

    private static int? Rows(Tensor inputs) => inputs.IsDefault || inputs.Rank == 0 || inputs.Shape[0] == 0 ? null : inputs.Shape[0];
}
