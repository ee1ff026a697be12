namespace Epoche.Memory;

/// <summary>Whose step the tensors of a storage live in: <see cref="StepArena"/>, which records what is computed from them.</summary>
internal interface IStepOwner
{
    /// <summary>Whether its step is open on another thread than this one.</summary>
    bool IsElsewhere { get; }
}
