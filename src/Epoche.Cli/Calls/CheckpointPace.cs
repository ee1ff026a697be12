using System.Globalization;

namespace Epoche.Cli.Calls;

/// <summary>How often to save, where the user says so.</summary>
internal static class CheckpointPace
{
    /// <summary>The variable that says how many seconds lie between checkpoints.</summary>
    public const string Variable = "EPOCHE_CHECKPOINT_SECONDS";

    /// <summary>Null where the library decides.</summary>
    /// <exception cref="CliException">The variable is not a number of seconds.</exception>
    public static TimeSpan? OfEnvironment()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } text)
        {
            return null;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && seconds is >= 0 and <= 1e6
            ? TimeSpan.FromSeconds(seconds)
            : throw new CliException($"{Variable} is '{text}'; expected the seconds between checkpoints, such as 0.5, or nothing.");
    }
}
