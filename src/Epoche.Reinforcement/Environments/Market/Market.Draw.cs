using System.Numerics;
using Epoche.Simulation;

namespace Epoche;

public sealed partial class Market : IDrawable
{
    /// <inheritdoc/>
    public IReadOnlyList<string> ActionNames { get; } = [];

    /// <inheritdoc/>
    public double AspectRatio => 1.5;

    /// <inheritdoc/>
    public double StepSeconds => 0.05;

    /// <summary>The last bars as a line, and below the position: right of the middle what is held, left what is owed.</summary>
    /// <inheritdoc/>
    public void Draw(ReadOnlySpan<float> observation, Canvas canvas)
    {
        ArgumentNullException.ThrowIfNull(canvas);
        Palette.Require(Spec, observation.Length);
        canvas.Clear(Palette.Night);
        float low = 0, high = 0, level = 0;
        for (int i = 0; i < Options.Window; i++)
        {
            level += observation[i];
            (low, high) = (Math.Min(low, level), Math.Max(high, level));
        }

        int margin = Math.Max(2, canvas.Width / 16), bar = Math.Max(1, canvas.Height / 20);
        float tall = canvas.Height - (3 * margin) - bar, unit = tall / Math.Max(1, high - low);
        float wide = (canvas.Width - (2f * margin)) / Options.Window;
        Vector2 from = new(margin, margin + (high * unit));
        foreach (float each in observation[..Options.Window])
        {
            Vector2 to = new(from.X + wide, from.Y - (each * unit));
            canvas.DrawLine(from, to, Palette.Blue, Math.Max(1, canvas.Height / 120f));
            from = to;
        }

        int middle = canvas.Width / 2, room = middle - margin, top = canvas.Height - margin - bar;
        int reach = (int)(room * Math.Clamp(observation[Options.Window], -1, 1));
        canvas.FillRectangle(margin, top, 2 * room, bar, Palette.Dusk);
        canvas.FillRectangle(Math.Min(middle, middle + reach), top, Math.Abs(reach), bar, reach >= 0 ? Palette.Orange : Palette.Red);
    }
}
