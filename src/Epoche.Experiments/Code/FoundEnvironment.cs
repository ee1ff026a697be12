namespace Epoche;

/// <summary>The environment that a recipe names.</summary>
/// <param name="Entry">The environment.</param>
public sealed record FoundEnvironment(EnvironmentEntry Entry)
{
    /// <summary>The environment.</summary>
    public EnvironmentEntry Entry { get; init => field = NotNull.Of(value); } = NotNull.Of(Entry);

    /// <summary>The code it came from; null where it came along with the program.</summary>
    public CodeIdentity? Code { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Entry.Name;
}

/// <summary>
/// Which code something came from. The recipe of a run holds both, so that the run can be resumed and a change is noticed.
/// </summary>
/// <param name="Reference">The whole path of the file, with the type behind a colon.</param>
/// <param name="Sha256">
/// The SHA-256 of the file, C# source or assembly, in 64 lower-case hexadecimal digits. Files that it needs beside it do not count.
/// </param>
public sealed record CodeIdentity(string Reference, string Sha256)
{
    /// <summary>The whole path of the file, with the type behind a colon.</summary>
    public string Reference { get; init => field = NotNull.Of(value); } = NotNull.Of(Reference);

    /// <summary>
    /// The SHA-256 of the file, C# source or assembly, in 64 lower-case hexadecimal digits. Files that it needs beside it do not count.
    /// </summary>
    public string Sha256 { get; init => field = NotNull.Of(value); } = NotNull.Of(Sha256);
}
