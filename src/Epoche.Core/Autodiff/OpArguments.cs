using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Epoche.Autodiff;

/// <summary>
/// What an operation needs beside its input tensors: the record of its family, under the family's name. All families lie in the same
/// memory, so that a tape record is small, of one size and free of references; which of them is there is kept beside it, and reading
/// another one throws.
/// </summary>
[StructLayout(LayoutKind.Explicit)]
internal struct OpArguments
{
    [FieldOffset(0)] private Family _family;
    [FieldOffset(8)] private ShapeArguments _shape;
    [FieldOffset(8)] private TransposeArguments _transpose;
    [FieldOffset(8)] private SliceArguments _slice;
    [FieldOffset(8)] private AxisArguments _along;
    [FieldOffset(8)] private SortArguments _sort;
    [FieldOffset(8)] private OneHotArguments _oneHot;
    [FieldOffset(8)] private ReductionArguments _reduction;
    [FieldOffset(8)] private ProductArguments _product;
    [FieldOffset(8)] private WindowArguments _window;
    [FieldOffset(8)] private ConvolutionArguments _convolution;
    [FieldOffset(8)] private LayerNormArguments _layerNorm;
    [FieldOffset(8)] private BatchNormArguments _batchNorm;
    [FieldOffset(8)] private EmbeddingArguments _embedding;
    [FieldOffset(8)] private RecurrenceArguments _recurrence;
    [FieldOffset(8)] private AttentionArguments _attention;
    [FieldOffset(8)] private ClipArguments _clip;
    [FieldOffset(8)] private HuberArguments _huber;
    [FieldOffset(8)] private NormalDrawArguments _normalDraw;
    [FieldOffset(8)] private NormalDivergenceArguments _normalDivergence;

    private enum Family : byte
    {
        None,
        Shape,
        Transpose,
        Slice,
        Along,
        Sort,
        OneHot,
        Reduction,
        Product,
        Window,
        Convolution,
        LayerNorm,
        BatchNorm,
        Embedding,
        Recurrence,
        Attention,
        Clip,
        Huber,
        NormalDraw,
        NormalDivergence,
    }

    /// <inheritdoc cref="ShapeArguments"/>
    [UnscopedRef]
    public readonly ref readonly ShapeArguments Shape => ref Checked(Family.Shape)._shape;

    /// <inheritdoc cref="TransposeArguments"/>
    [UnscopedRef]
    public readonly ref readonly TransposeArguments Transpose => ref Checked(Family.Transpose)._transpose;

    /// <inheritdoc cref="SliceArguments"/>
    [UnscopedRef]
    public readonly ref readonly SliceArguments Slice => ref Checked(Family.Slice)._slice;

    /// <inheritdoc cref="AxisArguments"/>
    [UnscopedRef]
    public readonly ref readonly AxisArguments Along => ref Checked(Family.Along)._along;

    /// <inheritdoc cref="SortArguments"/>
    [UnscopedRef]
    public readonly ref readonly SortArguments Sort => ref Checked(Family.Sort)._sort;

    /// <inheritdoc cref="OneHotArguments"/>
    [UnscopedRef]
    public readonly ref readonly OneHotArguments OneHot => ref Checked(Family.OneHot)._oneHot;

    /// <inheritdoc cref="ReductionArguments"/>
    [UnscopedRef]
    public readonly ref readonly ReductionArguments Reduction => ref Checked(Family.Reduction)._reduction;

    /// <inheritdoc cref="ProductArguments"/>
    [UnscopedRef]
    public readonly ref readonly ProductArguments Product => ref Checked(Family.Product)._product;

    /// <inheritdoc cref="WindowArguments"/>
    [UnscopedRef]
    public readonly ref readonly WindowArguments Window => ref Checked(Family.Window)._window;

    /// <inheritdoc cref="ConvolutionArguments"/>
    [UnscopedRef]
    public readonly ref readonly ConvolutionArguments Convolution => ref Checked(Family.Convolution)._convolution;

    /// <inheritdoc cref="LayerNormArguments"/>
    [UnscopedRef]
    public readonly ref readonly LayerNormArguments LayerNorm => ref Checked(Family.LayerNorm)._layerNorm;

    /// <inheritdoc cref="BatchNormArguments"/>
    [UnscopedRef]
    public readonly ref readonly BatchNormArguments BatchNorm => ref Checked(Family.BatchNorm)._batchNorm;

    /// <inheritdoc cref="EmbeddingArguments"/>
    [UnscopedRef]
    public readonly ref readonly EmbeddingArguments Embedding => ref Checked(Family.Embedding)._embedding;

    /// <inheritdoc cref="RecurrenceArguments"/>
    [UnscopedRef]
    public readonly ref readonly RecurrenceArguments Recurrence => ref Checked(Family.Recurrence)._recurrence;

    /// <inheritdoc cref="AttentionArguments"/>
    [UnscopedRef]
    public readonly ref readonly AttentionArguments Attention => ref Checked(Family.Attention)._attention;

    /// <inheritdoc cref="ClipArguments"/>
    [UnscopedRef]
    public readonly ref readonly ClipArguments Clip => ref Checked(Family.Clip)._clip;

    /// <inheritdoc cref="HuberArguments"/>
    [UnscopedRef]
    public readonly ref readonly HuberArguments Huber => ref Checked(Family.Huber)._huber;

    /// <inheritdoc cref="NormalDrawArguments"/>
    [UnscopedRef]
    public readonly ref readonly NormalDrawArguments NormalDraw => ref Checked(Family.NormalDraw)._normalDraw;

    /// <inheritdoc cref="NormalDivergenceArguments"/>
    [UnscopedRef]
    public readonly ref readonly NormalDivergenceArguments NormalDivergence => ref Checked(Family.NormalDivergence)._normalDivergence;

    public static implicit operator OpArguments(in ShapeArguments a) => new() { _family = Family.Shape, _shape = a };
    public static implicit operator OpArguments(in TransposeArguments a) => new() { _family = Family.Transpose, _transpose = a };
    public static implicit operator OpArguments(in SliceArguments a) => new() { _family = Family.Slice, _slice = a };
    public static implicit operator OpArguments(in AxisArguments a) => new() { _family = Family.Along, _along = a };
    public static implicit operator OpArguments(in SortArguments a) => new() { _family = Family.Sort, _sort = a };
    public static implicit operator OpArguments(in OneHotArguments a) => new() { _family = Family.OneHot, _oneHot = a };
    public static implicit operator OpArguments(in ReductionArguments a) => new() { _family = Family.Reduction, _reduction = a };
    public static implicit operator OpArguments(in ProductArguments a) => new() { _family = Family.Product, _product = a };
    public static implicit operator OpArguments(in WindowArguments a) => new() { _family = Family.Window, _window = a };
    public static implicit operator OpArguments(in ConvolutionArguments a) => new() { _family = Family.Convolution, _convolution = a };
    public static implicit operator OpArguments(in LayerNormArguments a) => new() { _family = Family.LayerNorm, _layerNorm = a };
    public static implicit operator OpArguments(in BatchNormArguments a) => new() { _family = Family.BatchNorm, _batchNorm = a };
    public static implicit operator OpArguments(in EmbeddingArguments a) => new() { _family = Family.Embedding, _embedding = a };
    public static implicit operator OpArguments(in RecurrenceArguments a) => new() { _family = Family.Recurrence, _recurrence = a };
    public static implicit operator OpArguments(in AttentionArguments a) => new() { _family = Family.Attention, _attention = a };
    public static implicit operator OpArguments(in ClipArguments a) => new() { _family = Family.Clip, _clip = a };
    public static implicit operator OpArguments(in HuberArguments a) => new() { _family = Family.Huber, _huber = a };
    public static implicit operator OpArguments(in NormalDrawArguments a) => new() { _family = Family.NormalDraw, _normalDraw = a };
    public static implicit operator OpArguments(in NormalDivergenceArguments a) =>
        new() { _family = Family.NormalDivergence, _normalDivergence = a };

    [UnscopedRef]
    private readonly ref readonly OpArguments Checked(Family family)
    {
        if (_family != family)
        {
            Throw(family);
        }

        return ref this;
    }

    [StackTraceHidden]
    private readonly void Throw(Family expected) =>
        throw new InvalidOperationException(
            $"An operation reads arguments of the family {expected} and was given those of {_family}: pass the record that its entry in "
            + "the op table reads.");
}
