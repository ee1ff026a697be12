using System.Runtime.CompilerServices;

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

    /// <summary>The first axis of a <see cref="Batch"/> or of a <see cref="Tensor"/>; what a class says as an <see cref="IExampleBatch"/>; else null.</summary>
    internal static int? In<TBatch>(TBatch batch)
        where TBatch : allows ref struct =>
        typeof(TBatch) == typeof(Batch) ? Rows(Unsafe.As<TBatch, Batch>(ref batch).Inputs)
        : typeof(TBatch) == typeof(Tensor) ? Rows(Unsafe.As<TBatch, Tensor>(ref batch))
        : !typeof(TBatch).IsValueType ? (Unsafe.As<TBatch, object>(ref batch) as IExampleBatch)?.Examples
        : null;

    private static int? Rows(Tensor inputs) => inputs.IsDefault || inputs.Rank == 0 || inputs.Shape[0] == 0 ? null : inputs.Shape[0];
}
