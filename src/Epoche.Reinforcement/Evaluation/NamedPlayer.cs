namespace Epoche;

/// <summary>One of several scripted players of an environment.</summary>
/// <param name="Name">What the command line calls it, such as <c>sixty-forty</c>.</param>
/// <param name="Summary">What it does, in a few words.</param>
/// <param name="Player">The player.</param>
public sealed record NamedPlayer(string Name, string Summary, ScriptedPlayer Player)
{
    /// <summary>What the command line calls it, such as <c>sixty-forty</c>.</summary>
    public string Name { get; init => field = NotNull.Of(value); } = NotNull.Of(Name);

    /// <summary>What it does, in a few words.</summary>
    public string Summary { get; init => field = NotNull.Of(value); } = NotNull.Of(Summary);

    /// <summary>The player.</summary>
    public ScriptedPlayer Player { get; init => field = NotNull.Of(value); } = NotNull.Of(Player);
}
