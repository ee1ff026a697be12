using System.Runtime.InteropServices;

namespace Epoche.Kernels;

/// <summary>
/// What a draw w from N(μ, σ) notes about itself, and what is noted for its gradient, when a gradient f reaches a divergence of a prior N(m, s) from it. In closed form that is
/// ½((σ/s)² + ((μ − m)/s)²) − ln σ, with the gradient f/s²·μ − f/s²·m by μ and f/s²·σ − f/σ by σ; as estimated by the draw, ½((w − m)/s)² − ½((w − μ)/σ)² − ln σ, with f/s²·w − f/s²·m by w
/// and −f/σ by σ: whatever passes through w besides cancels out.
/// </summary>
internal struct NormalNotes
{
    /// <summary>Numbers of a tensor that holds notes.</summary>
    public const int Length = 6;

    /// <summary>1 where all μ are finite and all σ are finite and above 0, else 0.</summary>
    public float InRange;

    /// <summary>Σ f/s² and Σ f/s²·m of closed forms.</summary>
    public float Precision, Location;

    /// <summary>The same of estimates.</summary>
    public float DrawPrecision, DrawLocation;

    /// <summary>Σ f of both.</summary>
    public float Factor;

    public static ref NormalNotes In(Tensor tensor) => ref MemoryMarshal.AsRef<NormalNotes>(MemoryMarshal.AsBytes(tensor.Span));

    /// <summary>Notes that a gradient f has reached the divergence of N(m, s), in closed form or as estimated by the draw.</summary>
    public void Add(float f, float m, float s, bool byDraw)
    {
        float precision = f / (s * s), location = precision * m;
        (Precision, Location) = byDraw ? (Precision, Location) : (Precision + precision, Location + location);
        (DrawPrecision, DrawLocation) = byDraw ? (DrawPrecision + precision, DrawLocation + location) : (DrawPrecision, DrawLocation);
        Factor += f;
    }
}
