namespace Epoche;

/// <summary>What an agent remembers, and how it is handed back.</summary>
public sealed record ReplayOptions
{
    /// <summary>
    /// How many observations are kept, all environments together; the oldest are overwritten. Default 100,000; range: at least
    /// <c>NStep + 2</c> for each environment.
    /// </summary>
    public int Capacity { get; init; } = 100_000;

    /// <summary>
    /// Over how many steps rewards are summed before bootstrapping (Sutton 1988): 1 is the target of Mnih 2015, 3 that of Rainbow (Hessel
    /// 2018). Default 1; range 1 to 100 steps.
    /// </summary>
    public int NStep { get; init; } = 1;

    /// <summary>Draws transitions by how wrong their values were; null: all alike. Default null.</summary>
    public PriorityOptions? Priorities { get; init; }

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentException">A value lies outside its range.</exception>
    public void Validate()
    {
        if (NStep is < 1 or > 100)
        {
            throw new ArgumentException($"Replay.NStep is {NStep}; expected 1 to 100 steps.", nameof(NStep));
        }

        Priorities?.Validate();
        if (Capacity < NStep + 2)
        {
            throw new ArgumentException(
                $"Replay.Capacity is {Capacity}; expected at least NStep + 2 = {NStep + 2} observations.", nameof(Capacity));
        }
    }
}
