namespace Epoche.Conformance.Simulation;

/// <summary>What the kit checks: an environment in its scalar and its batch form.</summary>
/// <param name="Create">Makes the scalar form.</param>
/// <param name="CreateBatch">Makes the batch form.</param>
/// <param name="BatchTolerance">
/// How far the batch form may be from the scalar one within an episode, in units of max(1, |value|). 0 asks for the same bits: right for all but batch forms that compute in another precision.
/// </param>
public sealed record EnvironmentSubject(Func<IEnvironment> Create, Func<int, IBatchEnvironment> CreateBatch, float BatchTolerance = 0)
{
    /// <summary>A scalar environment as its batch makes it.</summary>
    public static EnvironmentSubject Of<TEnvironment>(Func<TEnvironment> create)
        where TEnvironment : IEnvironment => new(() => create(), count => Environments.Of(create, count));

    /// <summary>An entry of the registry.</summary>
    public static EnvironmentSubject Of(EnvironmentEntry entry, float batchTolerance = 0) => new(entry.Create, entry.CreateBatch, batchTolerance);
}

/// <summary>An environment breaks a rule of its interface.</summary>
public sealed class NonconformityException(string message) : Exception(message)
{
    /// <summary>Throws unless a rule holds.</summary>
    public static void Unless(bool holds, string message)
    {
        if (!holds)
        {
            throw new NonconformityException(message);
        }
    }
}
