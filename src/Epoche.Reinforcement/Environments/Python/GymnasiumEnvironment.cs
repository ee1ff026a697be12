using Epoche.Simulation;

namespace Epoche;

/// <summary>
/// Environments of Python's Gymnasium (0.26 to 1.x) and of Gym before it (from 0.21) as batches: some Python processes step them, numbers
/// lie in memory that both sides see, and the seed of each episode comes from this side. Any space works but those without a fixed number
/// of numbers. The environment's code runs with all rights of the program.
/// </summary>
/// <example><code>
/// using IBatchEnvironment environment = GymnasiumEnvironment.Batch("CartPole-v1", count: 16);
/// EnvironmentEntry entry = GymnasiumEnvironment.Entry("gymnasium:my_module:MyEnv");   // for recipes, by NamedEnvironments
/// </code></example>
public static class GymnasiumEnvironment
{
    private const string Prefix = "gymnasium:";

    /// <summary>Whether a text names a Python environment, as recipes and commands do: <c>gymnasium:NAME</c> or <c>gym:NAME</c>.</summary>
    public static bool IsName(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return PythonSource.IsName(text);
    }

    /// <summary>A batch of a Python environment. Python is asked at once what it is; its processes start with the first reset.</summary>
    /// <param name="name">
    /// A registered name, <c>CartPole-v1</c> or <c>module:Name-v0</c>; or a class of a module, <c>module:MyEnv</c>. With
    /// <c>gymnasium:</c> before it or without; <c>gym:</c> means Gym even where Gymnasium is installed.
    /// </param>
    /// <param name="count">How many environments.</param>
    /// <param name="options">How to run them; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    /// <exception cref="PythonEnvironmentException">
    /// Python or the environment fails, or it has a space without a fixed number of numbers.
    /// </exception>
    public static IBatchEnvironment Batch(string name, int count, PythonEnvironmentOptions? options = null)
    {
        OptionChecks.AtLeastOne(count, "environments");
        return new PythonBatch(Source(name, options), count);
    }

    /// <summary>A line for the table of environments, for <see cref="EnvironmentCheck"/> and recipes.</summary>
    /// <param name="name">As for <see cref="Batch"/>.</param>
    /// <param name="options">How to run it; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="PythonEnvironmentException">
    /// Python or the environment fails, or it has a space without a fixed number of numbers.
    /// </exception>
    public static EnvironmentEntry Entry(string name, PythonEnvironmentOptions? options = null) => EntryOf(Source(name, options));

    internal static PythonSource Source(string name, PythonEnvironmentOptions? options)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new(IsName(name) ? name : Prefix + name, options ?? new());
    }

    internal static EnvironmentEntry EntryOf(PythonSource source) => new(
        source.Name, $"Of Python: {source.Versions}.", () => new PythonEnvironment(source), count => new PythonBatch(source, count))
    {
        PictureMaker = () => source.Renders || PythonPicture.IsShown(source.Spec) ? new PythonPicture(source) : null,
    };
}
