using System.Diagnostics;
using System.Globalization;
using Xunit.Runner.InProc.SystemConsole;

namespace Epoche.Images.Tests;

/// <summary>The runner of the tests; called as <c>read FILE</c>, a program that reads one picture and says what that cost.</summary>
internal static class Program
{
    public const string Read = "read";

    public static async Task<int> Main(string[] arguments) =>
        arguments is [Read, string path] ? ReadOne(path) : await ConsoleRunner.Run(arguments);

    /// <summary>Prints milliseconds of the processor, the most bytes of memory that the process had, and what came of it.</summary>
    private static int ReadOne(string path)
    {
        TimeSpan began = Environment.CpuUsage.TotalTime;
        string outcome;
        try
        {
            PixelImage image = ImageFile.Read(path);
            outcome = $"{image.Width} × {image.Height}";
        }
        catch (DataFormatException exception)
        {
            outcome = exception.Message;
        }

        TimeSpan taken = Environment.CpuUsage.TotalTime - began;
        using Process self = Process.GetCurrentProcess();
        long milliseconds = (long)taken.TotalMilliseconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{milliseconds} {self.PeakWorkingSet64} {outcome}"));
        return 0;
    }
}
