using System.Collections.Concurrent;
using System.Diagnostics;
using Epoche.Simulation;

namespace Epoche.Reinforcement.Tests.Simulation;

/// <summary>A Python with NumPy, and the tests' own gymnasium and gym on its path.</summary>
internal static class PythonHere
{
    private static readonly string[] s_candidates =
        [Environment.GetEnvironmentVariable("EPOCHE_PYTHON") ?? "", "/usr/bin/python3", "python3", "python"];

    private static readonly Lazy<string?> s_program = new(() =>
    {
        Environment.SetEnvironmentVariable("PYTHONPATH", Path.Combine(AppContext.BaseDirectory, "python"));
        Environment.SetEnvironmentVariable("PYTHONDONTWRITEBYTECODE", "1");
        return s_candidates.FirstOrDefault(HasNumPy);
    });

    private static readonly Lazy<PythonEnvironmentOptions> s_options =
        new(() => new() { Executable = s_program.Value, Imports = ["toys"] });

    private static readonly ConcurrentDictionary<(string, PythonEnvironmentOptions), Lazy<PythonSource>> s_sources = [];

    /// <summary>How tests run environments.</summary>
    public static PythonEnvironmentOptions Options
    {
        get
        {
            Assert.SkipWhen(s_program.Value is null, "There is no Python with NumPy here: apt-get install python3-numpy.");
            return s_options.Value;
        }
    }

    /// <summary>The same in two processes.</summary>
    public static PythonEnvironmentOptions Two => Options with { Processes = 2 };

    /// <summary>
    /// A class of one of the modules beside the tests. Python starts in a third of a second, so what it says of an environment is kept for
    /// the next test that asks.
    /// </summary>
    public static IBatchEnvironment Batch(string name, int count = 1, PythonEnvironmentOptions? options = null)
    {
        options ??= Options;
        return new PythonBatch(
            s_sources.GetOrAdd((name, options), key => new(() => GymnasiumEnvironment.Source(key.Item1, key.Item2))).Value, count);
    }

    /// <summary>Whether a process is there.</summary>
    public static bool IsAlive(int id)
    {
        try
        {
            using Process process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static bool HasNumPy(string program)
    {
        if (program.Length == 0)
        {
            return false;
        }

        try
        {
            ProcessStartInfo start = new(program, ["-c", "import numpy.random"]) { RedirectStandardError = true };
            using Process process = Process.Start(start)!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
