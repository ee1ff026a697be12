using Epoche.Simulation;

namespace Epoche;

public sealed partial class Taxi : IDrawable
{
    private static readonly string[] s_places = ["R", "G", "Y", "B"];

    /// <inheritdoc/>
    public IReadOnlyList<string> ActionNames { get; } = ["south", "north", "east", "west", "pickup", "dropoff"];

    /// <inheritdoc/>
    public double AspectRatio => 1;

    /// <inheritdoc/>
    public double StepSeconds => 0.25;

    /// <inheritdoc/>
    public bool WaitsForPlayer => true;

    /// <inheritdoc/>
    public void Draw(ReadOnlySpan<float> observation, Canvas canvas)
    {
        ArgumentNullException.ThrowIfNull(canvas);
        (int taxi, int passenger, int destination) = TaxiRules.Decode(GridPicture.State(Spec, observation));
        GridPicture grid = new(canvas, TaxiRules.Size, TaxiRules.Size);
        grid.Clear();
        for (int place = 0; place < TaxiRules.Places; place++)
        {
            int cell = TaxiRules.PlaceCells[place];
            if (place == destination)
            {
                grid.Fill(cell, Palette.Blue, inset: 0.04f);
            }

            grid.Letter(cell, s_places[place], place == destination ? Palette.Night : Palette.Quiet);
        }

        for (int cell = 0; cell < TaxiRules.Size * TaxiRules.Size; cell++)
        {
            if (cell % TaxiRules.Size < TaxiRules.Size - 1 && !TaxiRules.IsOpenToEast(cell))
            {
                grid.WallToRight(cell, Palette.RockEdge);
            }
        }

        // The passenger is a disc: beside the letter where they wait, in the taxi on the way.
        grid.Fill(taxi, Palette.Orange, inset: 0.2f);
        grid.Disc(passenger == TaxiRules.InTaxi ? taxi : TaxiRules.PlaceCells[passenger], Palette.Red, 0.34f);
    }
}
