using Epoche.Simulation;

namespace Epoche;

public sealed partial class MinAtar : IDrawable
{
    /// <inheritdoc/>
    public IReadOnlyList<string> ActionNames { get; }

    /// <inheritdoc/>
    public double AspectRatio => 1;

    /// <inheritdoc/>
    public double StepSeconds => 0.08;

    /// <inheritdoc/>
    public void Draw(ReadOnlySpan<float> observation, Canvas canvas)
    {
        ArgumentNullException.ThrowIfNull(canvas);
        Palette.Require(Spec, observation.Length);
        GridPicture grid = new(canvas, MinAtarBoard.Size, MinAtarBoard.Size);
        grid.Clear();
        MinAtarLook[] looks = _core.Rules.Looks;
        for (int channel = 0; channel < looks.Length; channel++)
        {
            for (int cell = 0; cell < MinAtarBoard.Cells; cell++)
            {
                if (observation[(cell * looks.Length) + channel] == 0)
                {
                    continue;
                }

                if (looks[channel].Inset < 0)
                {
                    grid.Disc(cell, looks[channel].Colour, 0.7f);
                }
                else
                {
                    grid.Fill(cell, looks[channel].Colour, looks[channel].Inset);
                }
            }
        }
    }
}
