namespace Epoche.Experiments;

/// <summary>A trial cannot be evaluated with its settings; the study continues.</summary>
internal sealed class TrialFailedException(string message, Exception? cause = null) : Exception(message, cause);
