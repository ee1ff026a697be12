namespace Epoche.Cli.Calls;

/// <summary>A call of <c>epoche tune</c>: progress, Ctrl-C, and how the result is printed.</summary>
/// <param name="terminal">Where the result for programs goes.</param>
/// <param name="quiet">Whether to show no progress.</param>
/// <param name="json">Whether to print the result for programs; all else then goes to standard error.</param>
internal sealed class TuningCall(Terminal terminal, bool quiet, bool json)
{
    private readonly Terminal _messages = terminal.ForJson(json);

    /// <summary>Runs what is left of a study, and prints what it came to.</summary>
    /// <param name="study">The study.</param>
    /// <param name="studies">The directory of studies; null for the default.</param>
    /// <param name="name">Its folder in it; null for the default.</param>
    /// <param name="options">How many at once, and how it is saved.</param>
    /// <param name="threads">How many threads share the kernels; null for the cores that the trials leave.</param>
    /// <returns>The exit code.</returns>
    public int Execute(RecipeStudy study, string? studies, string? name, RecipeStudyOptions options, int? threads)
    {
        int atOnce = options.Jobs ?? Environment.ProcessorCount, before = Workers.Count;
        Threads.Use(threads ?? Math.Max(1, Environment.ProcessorCount / atOnce));
        try
        {
            using Interruption interruption = new();
            using TuningDisplay display = new(_messages, quiet, study);
            using SweepDisplay tests = new(_messages, quiet);
            options = options with { Progress = display, TestProgress = tests, Notices = display.Notice };
            RecipeStudyResult result = study.Run(
                studies ?? RecipeStudy.DefaultDirectory, name, options, interruption.Token);
            display.Dispose();
            tests.Dispose();
            TuningTable.Print(_messages.Out, study, result);
            if (json)
            {
                terminal.Out.WriteLine(result.ToJson());
            }

            return interruption.ExitCode;
        }
        finally
        {
            Workers.Count = before;
        }
    }
}
