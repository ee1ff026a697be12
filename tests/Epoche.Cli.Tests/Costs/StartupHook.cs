using System.Diagnostics;
using System.Globalization;

/// <summary>
/// What the runtime calls in a process with <c>DOTNET_STARTUP_HOOKS</c>: at its end it writes what it has cost, and the assemblies that
/// were loaded, to the file that <see cref="File"/> names. The program under test knows nothing of it.
/// </summary>
internal static class StartupHook
{
    public const string File = "EPOCHE_TEST_COST";

    public static void Initialize() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        double milliseconds = Environment.CpuUsage.TotalTime.TotalMilliseconds;
        IEnumerable<string?> assemblies = AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetName().Name);
        string names = string.Join(' ', assemblies);
        using Process self = Process.GetCurrentProcess();
        string text = string.Create(CultureInfo.InvariantCulture, $"{milliseconds:F0} {self.PeakWorkingSet64} {names}");
        System.IO.File.WriteAllText(Environment.GetEnvironmentVariable(File)!, text);
    };
}
