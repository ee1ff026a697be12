namespace Epoche;

/// <summary>What is wrong with a run, or with a name for one.</summary>
public enum RunProblem
{
    /// <summary>There is no run at the path.</summary>
    NotFound,

    /// <summary>Some system cannot hold a folder of this name.</summary>
    InvalidName,

    /// <summary>There is a run or a file of this name already; nothing is overwritten.</summary>
    NameTaken,

    /// <summary>The directory for runs cannot be made.</summary>
    NoDirectory,

    /// <summary>The run has not saved a model.</summary>
    NoModel,

    /// <summary>The run has several models, each in a folder of its own.</summary>
    SeveralModels,

    /// <summary>The run has a symbolic link in it, which leads out of its folder.</summary>
    HasLink,
}

/// <summary>A run cannot be found, made or used as asked.</summary>
public sealed class RunException : Exception
{
    internal RunException(RunProblem problem, string path, string message, string? nearest = null, Exception? cause = null)
        : base(Shown.Error(message), cause) => (Problem, Path, Nearest) = (problem, path, nearest);

    internal RunException(RunProblem problem, string path, QuotingText message, string? nearest = null, Exception? cause = null)
        : this(problem, path, message.ToString(), nearest, cause)
    {
    }

    /// <summary>What is wrong.</summary>
    public RunProblem Problem { get; }

    /// <summary>The path, or the name, that was given or tried.</summary>
    public string Path { get; }

    /// <summary>The name that was probably meant, where there was no run; null where none is near.</summary>
    public string? Nearest { get; }
}
