using System.Diagnostics;
using System.Globalization;

namespace Epoche.Cli.Terminals;

/// <summary>Time as the user feels it: from the start of the process, the runtime's own start-up included.</summary>
internal static class ProcessClock
{
    /// <summary>
    /// Set by the script in the root of a clone when it had to build: it becomes this process without a new start, and the build is no part
    /// of the run.
    /// Seconds since 1970.
    /// </summary>
    public const string StartVariable = "EPOCHE_STARTED";

    public static double SecondsSinceStart()
    {
        using Process process = Process.GetCurrentProcess();
        DateTime now = TimeProvider.System.GetUtcNow().UtcDateTime;
        return (now - Start(process.StartTime.ToUniversalTime(), now, Environment.GetEnvironmentVariable(StartVariable))).TotalSeconds;
    }

    /// <summary>The later of the two starts; one that lies in the future, or is not a number, does not count.</summary>
    public static DateTime Start(DateTime process, DateTime now, string? variable)
    {
        if (!double.TryParse(variable, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds)
            || !(seconds < (now - DateTime.UnixEpoch).TotalSeconds))
        {
            return process;
        }

        DateTime built = DateTime.UnixEpoch.AddSeconds(seconds);
        return built > process ? built : process;
    }
}
