using System.Reflection;
using Epoche.Conformance.Agents;

namespace Epoche.Samples.Tests;

/// <summary>The agent of <c>samples/OwnAgent.cs</c>, taken out of it.</summary>
public sealed class OwnAgentTests
{
    private const int Environments = 16;

    [Fact]
    public void It_passes_the_kit()
    {
        string[] lines = File.ReadAllLines(Path.Combine(Sample.Folder, "OwnAgent.cs"));
        Assembly sample = Pasted.Compile(string.Join('\n', lines.Where(line => !line.StartsWith("#:", StringComparison.Ordinal))));
        Type agent = sample.GetType("CemAgent", throwOnError: true)!, options = sample.GetType("CemOptions", throwOnError: true)!;

        AgentKit.Check(new(count => new CartPoleBatch(count), Create)
        {
            Environments = Environments,
            Steps = Environments * 400,
            WithoutEffect =
                [nameof(AgentOptions.ReportEverySteps), nameof(AgentOptions.Selection), nameof(AgentOptions.NormalizeObservations)],
        });

        Agent Create(EnvironmentSpec spec, ulong seed)
        {
            object made = Activator.CreateInstance(options)!;
            options.GetProperty(nameof(AgentOptions.Seed))!.SetValue(made, seed);
            return (Agent)Activator.CreateInstance(agent, spec, made)!;
        }
    }
}
