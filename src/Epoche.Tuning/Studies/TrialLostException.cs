namespace Epoche;

/// <summary>
/// Another worker took a trial over, as it does where this one was silent for too long, or the trial has ended: nothing more can be written
/// to it, and what this worker still does with it is in vain.
/// </summary>
/// <param name="message">Which trial, and why.</param>
public sealed class TrialLostException(string message) : InvalidOperationException(message);
