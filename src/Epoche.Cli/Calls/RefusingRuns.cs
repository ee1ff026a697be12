namespace Epoche.Cli.Calls;

/// <summary>The runs whose classifiers can say "I don't know".</summary>
internal static class RefusingRuns
{
    /// <exception cref="CliException">The run is of another kind.</exception>
    public static IRefuses Require(ExperimentRun run) => run.Capability<IRefuses>() ?? throw new CliException(
        $"The run '{run}' cannot say \"I don't know\": its recipe is not of kind bayesian. "
        + "The recipes refuse, mnist-refuse, mnist-bnn and mnist-bnn-reference are: 'epoche train refuse' needs no data.");
}
