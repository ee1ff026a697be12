namespace Epoche;

/// <summary>Makes batches of environments.</summary>
public static class Environments
{
    /// <summary>
    /// Runs <paramref name="count"/> scalar environments as one batch: <c>Environments.Of(() =&gt; new DeepSea(20), count: 64)</c>. Structs are kept in
    /// one array and called without boxing. The batch counts steps and truncates at <c>Spec.TimeLimit</c>.
    /// </summary>
    /// <param name="create">Makes one environment; called once for each, and again where a state is restored by replay.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentException">The environments differ in their spec, or the factory gave null or one object twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    public static IBatchEnvironment Of<TEnvironment>(Func<TEnvironment> create, int count)
        where TEnvironment : IEnvironment
    {
        ArgumentNullException.ThrowIfNull(create);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return new LiftedEnvironment<TEnvironment>(create, count);
    }
}
