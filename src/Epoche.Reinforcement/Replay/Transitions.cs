namespace Epoche;

/// <summary>A batch of transitions as tensors, in the index convention of the papers; what an objective works on.</summary>
/// <param name="S_tm1">The observations in which the actions were taken, <c>[batch, …observation]</c>.</param>
/// <param name="A_tm1">The actions: indices <c>[batch]</c> where they are discrete, else <c>[batch, numbers]</c>.</param>
/// <param name="R_t">What followed: the discounted sum of up to n rewards, <c>[batch]</c>.</param>
/// <param name="Discount_t">
/// What the value of <paramref name="S_t"/> is worth, <c>[batch]</c>: γᵏ after k rewards, 0 after termination.
/// </param>
/// <param name="S_t">The observations to bootstrap from, <c>[batch, …observation]</c>.</param>
public readonly record struct Transitions(Tensor S_tm1, Tensor A_tm1, Tensor R_t, Tensor Discount_t, Tensor S_t)
{
    /// <summary>Which actions <see cref="S_tm1"/> allows, <c>[batch, actions]</c>, 1 or 0; null: all.</summary>
    public Tensor? Allowed_tm1 { get; init; }

    /// <summary>Which actions <see cref="S_t"/> allows, <c>[batch, actions]</c>, 1 or 0, at least one in each row; null: all.</summary>
    public Tensor? Allowed_t { get; init; }
}
