using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Epoche.Conformance;

/// <summary>
/// Runs a test again in child processes that lack vector instructions and compares what it returns, by the example of ImageSharp's
/// FeatureTestRunner. The runtime reads its switches once at start, so nothing less than a process will do.
/// </summary>
public static class FeatureSwitch
{
    private const string Report = "EPOCHE_FEATURE_REPORT";

    /// <summary>Without AVX-512 (256-bit registers); without AVX2 (128 bits, and no hardware for fused multiply-add).</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> VectorWidths { get; } =
        [new("DOTNET_EnableAVX512", "0"), new("DOTNET_EnableAVX2", "0")];

    /// <summary>
    /// Calls <paramref name="body"/> here and in one child process for each switch, and throws where a child fails or returns other text.
    /// Call it as the whole of a test method without arguments:
    /// <code>[Fact] public void Same_bits() => FeatureSwitch.AssertSame&lt;MyTests&gt;(() => Fingerprint.Of(values));</code>
    /// </summary>
    /// <typeparam name="TTests">The class of the test method.</typeparam>
    public static void AssertSame<TTests>(
        Func<string> body, IEnumerable<KeyValuePair<string, string>>? switches = null, [CallerMemberName] string method = "")
    {
        string result = body();
        if (Environment.GetEnvironmentVariable(Report) is { } path)
        {
            File.WriteAllText(path, $"{Vector512.IsHardwareAccelerated} {Vector256.IsHardwareAccelerated} {result}");
            return;
        }

        foreach ((string name, string value) in switches ?? VectorWidths)
        {
            string child = RunChild(typeof(TTests), method, name, value);
            string[] parts = child.Split(' ', 3);
            if ((name.EndsWith("AVX512", StringComparison.Ordinal) && parts[0] != "False")
                || (name.EndsWith("AVX2", StringComparison.Ordinal) && parts[1] != "False"))
            {
                throw new InvalidOperationException($"{name}={value} did not switch anything off: the runtime must have renamed it.");
            }

            if (parts[2] != result)
            {
                throw new InvalidOperationException($"{method} gives {result} here but {parts[2]} with {name}={value}.");
            }
        }
    }

    private static string RunChild(Type tests, string method, string name, string value)
    {
        string report = Path.GetTempFileName();
        try
        {
            // The host that runs this very process: <root>/shared/Microsoft.NETCore.App/<version>/ lies three folders below it.
            string host = Path.GetFullPath(Path.Combine(
                RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
            ProcessStartInfo start = new(host, ["exec", tests.Assembly.Location, "-method", $"{tests.FullName}.{method}", "-noColor"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            start.Environment[Report] = report;
            start.Environment[name] = value;
            using Process process = Process.Start(start)!;
            Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(TimeSpan.FromMinutes(5)))
            {
                process.Kill(entireProcessTree: true);
            }

            string result = File.ReadAllText(report);
            return process.ExitCode == 0 && result.Length > 0
                ? result
                : throw new InvalidOperationException(
                    $"{method} failed with {name}={value}:{Environment.NewLine}{output.Result}{errors.Result}");
        }
        finally
        {
            File.Delete(report);
        }
    }
}
