using System.Diagnostics;

namespace Epoche.Cli;

/// <summary>Time as the user feels it: from the start of the process, the runtime's own start-up included.</summary>
internal static class ProcessClock
{
    public static double SecondsSinceStart()
    {
        using Process process = Process.GetCurrentProcess();
        return (TimeProvider.System.GetUtcNow().UtcDateTime - process.StartTime.ToUniversalTime()).TotalSeconds;
    }
}
