using System.Buffers;
using Epoche.Simulation;

namespace Epoche;

/// <summary>
/// Catch falling balls with a bar of three cells on the bottom row of 8×8 or 16×16 cells. The scalar form, written as the rules read: the
/// reference for <see cref="CatchBatch"/>, which agents train on.
/// <para>Actions: stay (0), left (1), right (2). In a step the bar moves, every ball falls by a row, and in every fifth step a new one
/// appears on top: at least 3 columns from the one before, at 16×16 at most 6. When a ball reaches the bottom row: reward 1 where the bar
/// covers it, else −1 and the episode terminates. Truncated after 501 steps, in which 99 balls (8×8) or 98 (16×16) can be caught.</para>
/// <para>Observation <c>[size, size, 1]</c>, row 0 on top: 1 for the bar, in front of all, 0.5 for a ball, else 0. An episode starts with
/// the bar anywhere but in its last place and with one ball in any column.</para>
/// </summary>
public sealed partial class Catch : IStatefulEnvironment
{
    private readonly CatchRules _rules;
    private readonly int[] _rows, _columns; // of the balls, the oldest first
    private int _balls, _bar, _counter;

    /// <summary>Catch-8x8 or Catch-16x16.</summary>
    /// <param name="size">Rows and columns: 8 or 16.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another size.</exception>
    public Catch(int size = 8)
    {
        _rules = new(size);
        _rows = new int[(size / CatchRules.StepsBetweenBalls) + 1];
        _columns = new int[_rows.Length];
    }

    /// <inheritdoc/>
    public EnvironmentSpec Spec => _rules.Spec;

    /// <inheritdoc/>
    public void Reset(ref Rng rng, Span<float> observation)
    {
        _bar = _rules.FirstBar(ref rng);
        (_balls, _counter) = (0, 0);
        Drop(_rules.FirstColumn(ref rng));
        Observe(observation);
    }

    /// <inheritdoc/>
    public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation)
    {
        int move = action.Index switch { CatchRules.Left => -1, CatchRules.Right => 1, _ => 0 };
        _bar = Math.Clamp(_bar + move, 0, _rules.LastBar);
        Fall();
        if (_counter == CatchRules.StepsBetweenBalls - 1)
        {
            _counter = 0;
            Drop(_rules.NextColumn(_columns[_balls - 1], ref rng));
        }
        else
        {
            _counter++;
        }

        Observe(observation);
        if (_rows[0] < _rules.BottomRow)
        {
            return new(Reward: 0, Terminated: false, Truncated: false);
        }

        bool caught = _rules.Covers(_bar, _columns[0]);
        return new(caught ? 1 : -1, Terminated: !caught, Truncated: false);
    }

    /// <inheritdoc/>
    public void SaveState(IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        StateWriter writer = new(destination);
        writer.Write(_bar);
        writer.Write(_counter);
        writer.Write(_balls);
        writer.WriteAll<int>(_rows);
        writer.WriteAll<int>(_columns);
    }

    /// <inheritdoc/>
    public void RestoreState(ReadOnlySpan<byte> state)
    {
        StateReader reader = new(state);
        _bar = reader.ReadInt32();
        _counter = reader.ReadInt32();
        _balls = reader.ReadInt32();
        reader.ReadAll<int>(_rows);
        reader.ReadAll<int>(_columns);
        reader.End();
        reader.Require(
            (uint)_bar <= _rules.LastBar && (uint)_counter < CatchRules.StepsBetweenBalls && _balls >= 1 && _balls <= _rows.Length
            && !_rows.AsSpan().ContainsAnyExceptInRange(0, _rules.BottomRow)
            && !_columns.AsSpan().ContainsAnyExceptInRange(0, _rules.BottomRow));
    }

    private void Drop(int column)
    {
        (_rows[_balls], _columns[_balls]) = (0, column);
        _balls++;
    }

    /// <summary>Every ball falls by a row; one that was on the bottom row is gone.</summary>
    private void Fall()
    {
        int gone = _rows[0] == _rules.BottomRow ? 1 : 0;
        _balls -= gone;
        for (int i = 0; i < _balls; i++)
        {
            (_rows[i], _columns[i]) = (_rows[i + gone] + 1, _columns[i + gone]);
        }
    }

    private void Observe(Span<float> observation)
    {
        Spec.RequireRoom(observation);
        observation.Clear();
        for (int i = 0; i < _balls; i++)
        {
            observation[(_rows[i] * _rules.Size) + _columns[i]] = CatchRules.BallPixel;
        }

        _rules.ShowBar(_bar, observation);
    }
}
