namespace Epoche;

/// <summary>
/// An environment that can start its episodes as Gymnasium's of the same name does, so that the two can be compared step by step.
/// </summary>
public interface IGymnasiumSeeding : IEnvironment
{
    /// <summary>Starts an episode with the draws that Gymnasium makes, in its order.</summary>
    void Reset(NumPyGenerator random, Span<float> observation);
}
