namespace Epoche;

/// <summary>Makes batches of environments.</summary>
public static class BatchEnvironment
{
    /// <summary>
    /// Runs <paramref name="count"/> scalar environments as one batch: <c>BatchEnvironment.Of(() =&gt; new DeepSea(20), count: 64)</c>.
    /// Structs are kept in one array and called without boxing. The batch counts steps and truncates at <c>Spec.TimeLimit</c>.
    /// </summary>
    /// <param name="create">
    /// Makes one environment, the same on each call: called once for each environment, again where a state is restored by replay, and a few
    /// times more before the first state is saved, to see that it does. For environments that differ take the other overload, whose factory
    /// gets the index.
    /// </param>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentException">The environments differ in their observations or actions, or the factory gave null or one object
    /// twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    public static IBatchEnvironment Of<TEnvironment>(Func<TEnvironment> create, int count)
        where TEnvironment : IEnvironment
    {
        ArgumentNullException.ThrowIfNull(create);
        return Of(_ => create(), count);
    }

    /// <summary>
    /// Runs scalar environments that differ as one batch: <c>BatchEnvironment.Of(i =&gt; new Level(i), count: 64)</c>. Observations and
    /// actions must be the same; each keeps its own time limit, and the spec of the batch says what they agree in
    /// (<see cref="EnvironmentSpec.BestReturn"/> is null where they differ in it).
    /// </summary>
    /// <param name="create">
    /// Makes the environment of an index, 0 to <paramref name="count"/> − 1 (in evaluations also beyond), the same on each call and in any
    /// order; nothing else may decide which one it makes. Called as that of the other overload is.
    /// </param>
    /// <param name="count">How many.</param>
    /// <inheritdoc cref="Of{TEnvironment}(Func{TEnvironment}, int)"/>
    public static IBatchEnvironment Of<TEnvironment>(Func<int, TEnvironment> create, int count)
        where TEnvironment : IEnvironment
    {
        ArgumentNullException.ThrowIfNull(create);
        OptionChecks.AtLeastOne(count, "environments");
        OptionChecks.AtMost(OptionChecks.MostEnvironments, count, "environments");
        return new LiftedEnvironment<TEnvironment>(create, count);
    }
}
