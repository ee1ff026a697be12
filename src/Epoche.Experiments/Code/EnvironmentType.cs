using System.Reflection;

namespace Epoche.Experiments;

/// <summary>A type of environment that was found in an assembly.</summary>
/// <param name="Name">Its full name.</param>
/// <param name="Subject">Makes it, alone and in batches: structs are lifted as structs.</param>
internal sealed record EnvironmentType(string Name, EnvironmentSubject Subject)
{
    public static EnvironmentType Of<TEnvironment>()
        where TEnvironment : IEnvironment, new() => new(typeof(TEnvironment).FullName!, EnvironmentSubject.Of(Create<TEnvironment>));

    /// <param name="path">Where the assembly, or its source, is.</param>
    /// <exception cref="ExperimentException">Its constructor or its specification throws.</exception>
    public EnvironmentEntry ToEntry(string path)
    {
        IEnvironment first = Subject.Create();
        try
        {
            return new EnvironmentEntry(Name, $"Of {path}.", Subject.Create, Subject.CreateBatch) { Player = (first as IScripted)?.Player };
        }
        catch (Exception exception) when (exception is not ExperimentException)
        {
            throw new ExperimentException(
                $"The specification of {Name} threw {exception.GetType().Name}: {exception.Message}\n"
                    + $"  'epoche env check {path}' says what is wrong with it.",
                ExperimentProblem.Failure,
                exception);
        }
    }

    private static TEnvironment Create<TEnvironment>()
        where TEnvironment : IEnvironment, new()
    {
        try
        {
            return new TEnvironment();
        }
        catch (TargetInvocationException exception) when (exception.InnerException is { } thrown)
        {
            string message = $"The constructor of {typeof(TEnvironment).FullName} threw {thrown.GetType().Name}: {thrown.Message}";
            throw new ExperimentException(message, ExperimentProblem.Failure, thrown);
        }
    }
}
