namespace Epoche;

/// <summary>
/// Something with state that a checkpoint holds: a network, an optimizer, a memory, an agent. A run is a tree of such parts, and saving it
/// is a walk. A part saved and loaded into one made by the same arguments goes on bit for bit as the first would have.
/// </summary>
public interface IStateful
{
    /// <summary>
    /// The version of what <see cref="SaveState"/> writes, from 1. Raise it when that changes; <see cref="LoadState"/> finds the version of
    /// what it reads in <see cref="StateLoader.Version"/>.
    /// </summary>
    int StateVersion { get; }

    /// <summary>
    /// Whose state it is, such as <c>Adam</c>: loaded only into what says the same, however well the sizes fit. Names every option without
    /// which the saved numbers mean something else (a momentum, what is watched), and none of the
    /// others (a rate). Default: the name of the type.
    /// </summary>
    string StateKind => GetType().Name;

    /// <summary>Writes everything that what comes next depends on, each value under a name.</summary>
    /// <param name="to">Takes the values.</param>
    void SaveState(StateSaver to);

    /// <summary>Reads what <see cref="SaveState"/> wrote, and replaces all state by it.</summary>
    /// <param name="from">Holds the values.</param>
    /// <exception cref="DataFormatException">
    /// A value is missing, of another type or of another size: the state is that of something else. The state is undefined then.
    /// </exception>
    void LoadState(StateLoader from);
}
