namespace Epoche;

/// <summary>
/// Turns the name of an environment in a recipe into the environment: <see cref="EnvironmentCode"/>, <see cref="NamedEnvironments"/>, or
/// one of your own.
/// </summary>
public interface IEnvironmentSource
{
    /// <summary>The environment that a recipe names.</summary>
    /// <param name="name">The key's value, such as <c>CartPole-v1</c>.</param>
    /// <exception cref="ConfigurationException">There is no such environment.</exception>
    /// <exception cref="UntrustedCodeException">The name is that of code, and this source loads none.</exception>
    FoundEnvironment Find(ConfigNode name);
}
