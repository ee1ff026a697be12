using System.Buffers;
using Epoche.Simulation;

namespace Epoche;

/// <summary>
/// The one-button game of a flyer in a tunnel, on 48×48 pixels: it rises while the button is held (action 1) and sinks while it is released
/// (0), and must touch neither ceiling nor floor nor the blocks that float in between. The scalar form, written as the rules read: the
/// reference for <see cref="CaveBatch"/>.
/// <para>The flyer is a square of 2×2 in columns 8 and 9. In a step its speed changes by half a row a step, up to 2 either way, it moves,
/// the world scrolls by a column, and what it touches is found. Reward 1 for every step survived; at a touch 0 and terminated; truncated
/// after 2,000 steps. The gap is 28 rows high at first and loses one every 100 columns down to 20; its centre drifts by −1, 0 or 1 row a
/// column, drawn every 4 columns; the walls are at least 2 rows thick. From column 60 of the world on, every 24 columns a block of 2×8
/// hangs anywhere in the gap.</para>
/// <para>Observation <c>[48, 48, 1]</c>, row 0 on top: flyer 1, in front of all, walls and blocks 0.5, else 0. One frame does not show the
/// speed: stack four of them with <see cref="FrameStack"/>.</para>
/// </summary>
public sealed partial class Cave : IStatefulEnvironment
{
    private readonly CaveColumn[] _screen = new CaveColumn[CaveRules.Size];
    private CaveTunnel _tunnel;
    private float _y, _speed; // rows from the top; rows a step, upwards positive

    /// <inheritdoc/>
    public EnvironmentSpec Spec => CaveRules.Spec;

    /// <summary>How many blocks an episode's flyer has left behind.</summary>
    /// <param name="steps">How many steps it survived: the episode's return.</param>
    public static int BlocksPassed(double steps)
    {
        const int firstBehind = CaveRules.FirstBlock + CaveRules.BlockWidth - CaveRules.FlyerColumn;
        return steps < firstBehind ? 0 : (((int)steps - firstBehind) / CaveRules.ColumnsPerBlock) + 1;
    }

    /// <inheritdoc/>
    public void Reset(ref Rng rng, Span<float> observation)
    {
        (_y, _speed, _tunnel) = (CaveRules.StartHeight, 0, CaveTunnel.Start());
        for (int x = 0; x < CaveRules.Size; x++)
        {
            _screen[x] = _tunnel.Next(ref rng);
        }

        Observe(observation);
    }

    /// <inheritdoc/>
    public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation)
    {
        _speed = action.Index == CaveRules.Hold
            ? MathF.Min(_speed + CaveRules.Acceleration, CaveRules.MaxSpeed)
            : MathF.Max(_speed - CaveRules.Acceleration, -CaveRules.MaxSpeed);
        _y -= _speed;
        Array.Copy(_screen, 1, _screen, 0, CaveRules.Size - 1);
        _screen[^1] = _tunnel.Next(ref rng);
        Observe(observation);
        bool touched = false;
        for (int x = CaveRules.FlyerColumn; x < CaveRules.FlyerColumn + CaveRules.FlyerSize; x++)
        {
            touched |= _screen[x].IsSolid(UpperRow) || _screen[x].IsSolid(UpperRow + 1);
        }

        return new(touched ? 0 : 1, touched, Truncated: false);
    }

    /// <inheritdoc/>
    public void SaveState(IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        StateWriter writer = new(destination);
        writer.Write((double)_y);
        writer.Write((double)_speed);
        _tunnel.Save(writer);
        foreach (CaveColumn column in _screen)
        {
            writer.Write(column.Ceiling);
            writer.Write(column.Floor);
            writer.Write(column.Block);
        }
    }

    /// <inheritdoc/>
    public void RestoreState(ReadOnlySpan<byte> state)
    {
        StateReader reader = new(state);
        _y = (float)reader.ReadDouble();
        _speed = (float)reader.ReadDouble();
        reader.Require(_y >= 0 && _y < CaveRules.Size - CaveRules.FlyerSize && MathF.Abs(_speed) <= CaveRules.MaxSpeed);
        _tunnel.Restore(ref reader);
        foreach (ref CaveColumn column in _screen.AsSpan())
        {
            column = new(reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
        }

        reader.End();
    }

    private int UpperRow => (int)MathF.Floor(_y + 0.5f);

    private void Observe(Span<float> observation)
    {
        Spec.RequireRoom(observation);
        for (int row = 0; row < CaveRules.Size; row++)
        {
            for (int x = 0; x < CaveRules.Size; x++)
            {
                observation[(row * CaveRules.Size) + x] = _screen[x].IsSolid(row) ? CaveRules.WallPixel : 0;
            }
        }

        for (int row = UpperRow; row < UpperRow + CaveRules.FlyerSize; row++)
        {
            observation.Slice((row * CaveRules.Size) + CaveRules.FlyerColumn, CaveRules.FlyerSize).Fill(CaveRules.FlyerPixel);
        }
    }
}
