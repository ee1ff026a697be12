namespace Epoche;

/// <summary>How a network remembers.</summary>
public enum RecurrentCell
{
    /// <summary>Long short-term memory (<see cref="Epoche.Lstm"/>).</summary>
    Lstm,

    /// <summary>Gated recurrent units (<see cref="Epoche.Gru"/>): a state of half the size.</summary>
    Gru,
}

/// <summary>The layer by which an agent's network remembers.</summary>
public sealed record RecurrentOptions
{
    /// <summary>Its kind. Default: LSTM.</summary>
    public RecurrentCell Cell { get; init; } = RecurrentCell.Lstm;

    /// <summary>Its units. Default 64; range 1 to 65,536.</summary>
    public int Units { get; init; } = 64;

    /// <summary>Makes the layer.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public RecurrentLayer CreateLayer()
    {
        OptionChecks.AtLeast(1, Units, "Memory.Units", "unit");
        if (Units > 1 << 16)
        {
            throw new ArgumentException($"Memory.Units is {Units}; expected at most {1 << 16} units.", nameof(Units));
        }

        return Cell switch
        {
            RecurrentCell.Lstm => new Lstm(Units),
            RecurrentCell.Gru => new Gru(Units),
            _ => throw new ArgumentException($"Memory.Cell is {Cell}; expected Lstm or Gru.", nameof(Cell)),
        };
    }
}
