using System.Runtime.InteropServices;

namespace Epoche.Kernels;

/// <summary>
/// What a draw from N(μ, σ) notes about itself, and what is noted for its gradient: Σ f·(½((σ/s)² + ((μ − m)/s)²) − ln σ), the divergences from priors N(m, s) times the gradients f that
/// reach them, has the gradient f/s²·μ − f/s²·m by μ and f/s²·σ − f/σ by σ.
/// </summary>
internal struct NormalNotes
{
    /// <summary>Numbers of a tensor that holds notes.</summary>
    public const int Length = 4;

    /// <summary>1 where all μ are finite and all σ are finite and above 0, else 0.</summary>
    public float InRange;

    /// <summary>Σ f/s².</summary>
    public float Precision;

    /// <summary>Σ f/s²·m.</summary>
    public float Location;

    /// <summary>Σ f.</summary>
    public float Factor;

    public static ref NormalNotes In(Tensor tensor) => ref MemoryMarshal.AsRef<NormalNotes>(MemoryMarshal.AsBytes(tensor.Span));

    /// <summary>Notes that a gradient f has reached the divergence from N(m, s).</summary>
    public void Add(float f, float m, float s)
    {
        float precision = f / (s * s);
        Precision += precision;
        Location += precision * m;
        Factor += f;
    }
}
