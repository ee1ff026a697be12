namespace Epoche;

/// <summary>What an <see cref="ExperimentException"/> is about.</summary>
public enum ExperimentProblem
{
    /// <summary>What was asked for cannot be done: ask for something else, such as another recipe or another number of steps.</summary>
    Request,

    /// <summary>It was right to ask, and something is in the way: a file, another process, a model that does not fit.</summary>
    Failure,
}

/// <summary>An experiment cannot be read, run, resumed or evaluated as asked. The message says what, why, and what to do.</summary>
public sealed class ExperimentException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="message">What is wrong, and what helps.</param>
    /// <param name="problem">Whether the request is wrong, or something is in its way.</param>
    /// <param name="cause">What it follows from; null for nothing.</param>
    public ExperimentException(string message, ExperimentProblem problem = ExperimentProblem.Request, Exception? cause = null)
        : base(Shown.Error(NotNull.Of(message)), cause) => Problem = problem;

    internal ExperimentException(
        QuotingText message, ExperimentProblem problem = ExperimentProblem.Request, Exception? cause = null)
        : this(message.ToString(), problem, cause)
    {
    }

    /// <summary>Whether the request is wrong, or something is in its way.</summary>
    public ExperimentProblem Problem { get; }
}
