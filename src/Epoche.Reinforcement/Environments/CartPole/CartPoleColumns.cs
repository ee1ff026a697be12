namespace Epoche.Simulation;

/// <summary>The states of a batch of CartPole as columns.</summary>
internal sealed class CartPoleColumns(int count)
{
    private readonly LaneColumns _columns = new(count, 5);

    public int Count => _columns.Count;

    public Span<float> X => _columns[0];

    public Span<float> XDot => _columns[1];

    public Span<float> Theta => _columns[2];

    public Span<float> ThetaDot => _columns[3];

    /// <summary>
    /// Steps since the reset. Counted in float32, exact up to 2²⁴, so that the comparison with the limit is one of the lanes' own.
    /// </summary>
    public Span<float> Elapsed => _columns[4];

    /// <summary>The first number of the first column; the next one begins <see cref="Stride"/> numbers later.</summary>
    public ref float First => ref _columns.First;

    public int Stride => _columns.Stride;

    public void ClearPadding() => _columns.ClearPadding();
}
