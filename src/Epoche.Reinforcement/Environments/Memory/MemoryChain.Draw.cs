using Epoche.Simulation;

namespace Epoche;

public sealed partial class MemoryChain : IDrawable
{
    /// <inheritdoc/>
    public IReadOnlyList<string> ActionNames { get; } = ["minus", "plus"];

    /// <inheritdoc/>
    public double AspectRatio => 1.6;

    /// <inheritdoc/>
    public double StepSeconds => 0.25;

    /// <inheritdoc/>
    public bool WaitsForPlayer => true;

    /// <inheritdoc/>
    public void Draw(ReadOnlySpan<float> observation, Canvas canvas)
    {
        ArgumentNullException.ThrowIfNull(canvas);
        Palette.Require(Spec, observation.Length);
        canvas.Clear(Palette.Night);
        int height = canvas.Height / 8;
        float left = Math.Clamp(observation[0], 0, 1);
        canvas.FillRectangle(0, canvas.Height - height, canvas.Width, height, Palette.Dusk);
        canvas.FillRectangle(0, canvas.Height - height, (int)(left * canvas.Width), height, Palette.Line); // the time that is left
        for (int bit = 0; bit < _bits; bit++)
        {
            float context = observation[2 + bit];
            Rgba colour = context > 0 ? Palette.Blue : context < 0 ? Palette.Orange : Palette.Dusk;
            float radius = 0.35f * Math.Min((float)canvas.Width / _bits, canvas.Height - height);
            canvas.FillCircle(new((bit + 0.5f) * canvas.Width / _bits, (canvas.Height - height) / 2f), radius, colour);
        }

        if (Math.Abs(left - (1f / _length)) < 0.5f / _length)
        {
            int scale = Math.Max(1, canvas.Height / (4 * Canvas.TextHeight));
            canvas.DrawText(
                (int)(((observation[1] + 0.5f) * canvas.Width / _bits) - (Canvas.TextWidth("?", scale) / 2f)),
                (int)(((canvas.Height - height) / 2f) - (Canvas.TextHeight * scale / 2f)), "?", Palette.Text, scale);
        }
    }
}
