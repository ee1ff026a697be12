namespace Epoche.Reinforcement.Tests.Simulation;

/// <summary>Holds an environment to the rules, warnings included.</summary>
internal static class EnvironmentAssert
{
    public static TheoryData<string> Rules => [.. EnvironmentCheck.Rules.Select(rule => rule.Name)];

    public static void Keeps(string rule, EnvironmentSubject subject)
    {
        EnvironmentFinding finding = EnvironmentCheck.Rules.Single(r => r.Name == rule).Check(subject);

        Assert.True(finding.Outcome == CheckOutcome.Passed, $"{rule}: {finding.Observed}");
    }

    public static void KeepsAll(EnvironmentSubject subject) =>
        Assert.All(
            EnvironmentCheck.Run(subject),
            finding => Assert.True(finding.Outcome == CheckOutcome.Passed, $"{finding.Rule}: {finding.Observed}"));
}
