using System.Diagnostics;

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

    /// <summary>How tests run environments.</summary>
    public static PythonEnvironmentOptions Options
    {
        get
        {
            Assert.SkipWhen(s_program.Value is null, "There is no Python with NumPy here: apt-get install python3-numpy.");
            return new() { Executable = s_program.Value, Imports = ["toys"] };
        }
    }

    /// <summary>A class of one of the modules beside the tests.</summary>
    public static IBatchEnvironment Batch(string name, int count = 1, PythonEnvironmentOptions? options = null) =>
        GymnasiumEnvironment.Batch(name, count, options ?? Options);

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
