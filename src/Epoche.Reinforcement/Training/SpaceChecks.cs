using System.Globalization;

namespace Epoche;

/// <summary>Whether an agent can be trained in an environment: observations and actions must be those that it was made for.</summary>
internal static class SpaceChecks
{
    /// <exception cref="ArgumentException">They are not.</exception>
    public static void RequireSpacesOf(EnvironmentSpec agent, EnvironmentSpec environment)
    {
        if (!environment.HasSpacesOf(agent))
        {
            throw new ArgumentException(
                $"The agent was made for {agent.Spaces} ({agent.Label}); {environment.Label} has "
                + $"{environment.Spaces}. Names, time limits and best returns may differ; observations and actions may not.",
                nameof(environment));
        }

        if (agent.PixelSteps is { } steps && environment.PixelSteps != steps)
        {
            throw new ArgumentException(
                $"The agent's memory keeps pixels as bytes, in steps of 1/{steps}, as {agent.Label} promises by its PixelSteps; "
                + $"those of {environment.Label} are {environment.PixelSteps?.ToString(CultureInfo.InvariantCulture) ?? "not set"}. "
                + "Make the agent for a spec without PixelSteps: then it keeps any numbers.",
                nameof(environment));
        }
    }
}
