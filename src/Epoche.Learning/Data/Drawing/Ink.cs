using System.Runtime.CompilerServices;

namespace Epoche.Data;

/// <summary>
/// A pen on a small grey picture: lines of changing width with round ends and smoothed edges. Where lines cross, the darker one counts.
/// </summary>
/// <param name="width">Pixels in a row.</param>
/// <param name="height">Rows.</param>
internal sealed class Ink(int width, int height)
{
    private readonly float[] _cover = new float[width * height];

    public void Clear() => Array.Clear(_cover);

    /// <summary>Draws a straight line.</summary>
    /// <param name="from">Its beginning, in pixels, and half its width there.</param>
    /// <param name="to">Its end, likewise.</param>
    /// <param name="softness">Over how many pixels the edge fades.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Line(InkPoint from, InkPoint to, float softness)
    {
        float reach = MathF.Max(from.Radius, to.Radius) + (0.5f * softness);
        int left = Math.Max((int)MathF.Floor(MathF.Min(from.X, to.X) - reach), 0),
            right = Math.Min((int)MathF.Ceiling(MathF.Max(from.X, to.X) + reach), width);
        int top = Math.Max((int)MathF.Floor(MathF.Min(from.Y, to.Y) - reach), 0),
            bottom = Math.Min((int)MathF.Ceiling(MathF.Max(from.Y, to.Y) + reach), height);
        float dx = to.X - from.X, dy = to.Y - from.Y, squared = (dx * dx) + (dy * dy);
        float inverse = squared > 1e-12f ? 1 / squared : 0, sharpness = 1 / softness, wider = to.Radius - from.Radius;
        for (int y = top; y < bottom; y++)
        {
            float py = y + 0.5f - from.Y;
            Span<float> row = _cover.AsSpan(y * width, width);
            for (int x = left; x < right; x++)
            {
                float px = x + 0.5f - from.X;
                float along = Math.Clamp(((px * dx) + (py * dy)) * inverse, 0, 1);
                float ex = px - (along * dx), ey = py - (along * dy);
                float cover = ((from.Radius + (along * wider) - MathF.Sqrt((ex * ex) + (ey * ey))) * sharpness) + 0.5f;
                row[x] = MathF.Max(row[x], cover);
            }
        }
    }

    /// <summary>The picture: 0 where no ink is, 255 where it covers all.</summary>
    /// <param name="pixels">Where to, row by row.</param>
    /// <param name="strength">The grey of full cover, 0 to 1.</param>
    public void Develop(Span<byte> pixels, float strength)
    {
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)((MathF.Min(_cover[i], 1) * strength * 255) + 0.5f);
        }
    }
}

/// <summary>A place of the pen, in pixels, and half the width of its line.</summary>
internal readonly record struct InkPoint(float X, float Y, float Radius);
