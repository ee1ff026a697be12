namespace Epoche;

/// <summary>Gives a recipe that builds on another, such as networks that imitate an agent, the runs of that other.</summary>
public interface IRunSource
{
    /// <summary>The recipe of a run, or of a name.</summary>
    /// <param name="recipeOrRun">The name of a built-in recipe, or the folder of a run.</param>
    /// <param name="seed">The seed of the recipe; a run has its own.</param>
    /// <exception cref="RunException">There is neither.</exception>
    Recipe Read(string recipeOrRun, ulong seed);

    /// <summary>A run: the one at a path, or the complete one of a recipe, which is trained first where it is not there.</summary>
    /// <param name="recipeOrRun">The name of a built-in recipe, or the folder of a run.</param>
    /// <param name="seed">The seed of the recipe; a run has its own.</param>
    /// <param name="purpose">What it is for, in words.</param>
    /// <param name="cancellation">Stops its training.</param>
    /// <exception cref="RunException">There is neither.</exception>
    /// <exception cref="ExperimentException">Its training failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    RunFolder Get(string recipeOrRun, ulong seed, string purpose, CancellationToken cancellation);
}
