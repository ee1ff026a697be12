namespace Epoche;

/// <summary>What an objective finds of each transition of a batch.</summary>
/// <param name="Losses">What is minimized in the mean, <c>[batch]</c>.</param>
/// <param name="Errors">
/// How wrong the values were, <c>[batch]</c>, of either sign: what replay by priority goes by. The temporal difference; of distributions
/// the
/// loss itself.
/// </param>
public readonly record struct TransitionLosses(Tensor Losses, Tensor Errors);
