namespace Epoche;

/// <summary>
/// A custom environment that comes with a player which was written rather than trained: a measure for agents, by <c>epoche env
/// score</c>, and something to watch. Beside <see cref="IEnvironment"/>.
/// </summary>
public interface IScripted
{
    /// <summary>The player.</summary>
    ScriptedPlayer Player { get; }
}
