namespace Epoche.Kernels;

/// <summary>
/// What is noted for the gradient of a draw w from N(μ, σ) when a gradient f reaches a divergence of a prior N(m, s) from it. In closed
/// form that is ½((σ/s)² + ((μ − m)/s)²) − ln σ, with the gradient f/s²·μ − f/s²·m by μ and f/s²·σ − f/σ by σ; as estimated by the draw,
/// ½((w − m)/s)² − ½((w − μ)/σ)² − ln σ, with f/s²·w − f/s²·m by w and −f/σ by σ: whatever passes through w besides cancels out.
/// </summary>
internal struct NormalNotes
{
    /// <summary>Σ f/s² and Σ f/s²·m of closed forms.</summary>
    public float Precision, Location;

    /// <summary>The same of estimates.</summary>
    public float DrawPrecision, DrawLocation;

    /// <summary>Σ f of both.</summary>
    public float Factor;

    /// <summary>Notes that a gradient f has reached the divergence of N(m, s), in closed form or as estimated by the draw.</summary>
    public void Add(float f, float m, float s, bool isEstimate)
    {
        float precision = f / (s * s), location = precision * m;
        if (isEstimate)
        {
            DrawPrecision += precision;
            DrawLocation += location;
        }
        else
        {
            Precision += precision;
            Location += location;
        }

        Factor += f;
    }
}
