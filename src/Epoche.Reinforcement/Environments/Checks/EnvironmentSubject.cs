namespace Epoche;

/// <summary>What <see cref="EnvironmentCheck"/> looks at: an environment in its scalar and its batch form.</summary>
/// <param name="Create">Makes the scalar form; a new environment each time.</param>
/// <param name="CreateBatch">Makes the batch form, for a number of environments.</param>
/// <param name="BatchTolerance">
/// How far the batch form may be from the scalar one within an episode, in units of max(1, |value|). 0 asks for the same bits: right for
/// all but batch forms that compute in another precision. Range: 0 and above.
/// </param>
public sealed record EnvironmentSubject(Func<IEnvironment> Create, Func<int, IBatchEnvironment> CreateBatch, float BatchTolerance = 0)
{
    /// <summary>Makes the scalar form; a new environment each time.</summary>
    public Func<IEnvironment> Create { get; init => field = NotNull.Of(value); } = NotNull.Of(Create);

    /// <summary>Makes the batch form, for a number of environments.</summary>
    public Func<int, IBatchEnvironment> CreateBatch { get; init => field = NotNull.Of(value); } = NotNull.Of(CreateBatch);

    /// <summary>
    /// How far the batch form may be from the scalar one within an episode, in units of max(1, |value|); 0 asks for the same bits.
    /// </summary>
    public float BatchTolerance { get; init; } = BatchTolerance;

    /// <summary>
    /// Makes the scalar form of the environment that a batch has at an index. Default: <see cref="Create"/>, whatever the index.
    /// </summary>
    public Func<int, IEnvironment> CreateAt { get; init => field = value ?? throw new ArgumentNullException(nameof(CreateAt)); } = _ =>
        Create();

    /// <summary>
    /// A scalar environment and the batch that <see cref="BatchEnvironment.Of{TEnvironment}(Func{TEnvironment}, int)"/> makes of it.
    /// </summary>
    public static EnvironmentSubject Of<TEnvironment>(Func<TEnvironment> create)
        where TEnvironment : IEnvironment
    {
        ArgumentNullException.ThrowIfNull(create);
        return new(() => create(), count => BatchEnvironment.Of(create, count));
    }

    /// <summary>Scalar environments that differ by their index, and the batch made of them.</summary>
    public static EnvironmentSubject Of<TEnvironment>(Func<int, TEnvironment> create)
        where TEnvironment : IEnvironment
    {
        ArgumentNullException.ThrowIfNull(create);
        return new(() => create(0), count => BatchEnvironment.Of(create, count)) { CreateAt = index => create(index) };
    }

    /// <summary>An entry of the registry.</summary>
    public static EnvironmentSubject Of(EnvironmentEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return new(entry.Create, entry.CreateBatch, entry.BatchTolerance);
    }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(EnvironmentSubject), PrintMembers);
}
