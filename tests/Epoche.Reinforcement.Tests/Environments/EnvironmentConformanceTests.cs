namespace Epoche.Reinforcement.Tests.Simulation;

/// <summary>Everything that comes along keeps every rule, warnings included.</summary>
public sealed class EnvironmentConformanceTests
{
    private static readonly Dictionary<string, EnvironmentSubject> Toys = new()
    {
        ["copied"] = EnvironmentSubject.Of(() => new WindyWalk()),
        ["replayed"] = EnvironmentSubject.Of(() => new ManagedWalk()),
        ["own state"] = EnvironmentSubject.Of(() => new StatefulWalk()),
        ["replayed, continuous"] = EnvironmentSubject.Of(() => new Drift()),
        ["wrapped"] = EnvironmentSubject.Of(() => new TimeLimit<WindyWalk>(new WindyWalk(), 11)),
        ["behind the interface"] = EnvironmentSubject.Of<IEnvironment>(() => new WindyWalk()),
        ["all there is"] = EnvironmentSubject.Of(() => new Ferry()),
        ["all there is, wrapped"] = EnvironmentSubject.Of(() => new TimeLimit<Ferry>(new Ferry(), 11)),
        ["all there is, replayed"] = EnvironmentSubject.Of<IEnvironment>(() => new Ferry()),
        ["by their index"] = EnvironmentSubject.Of(i => new TimeLimit<WindyWalk>(new WindyWalk(), 11 + (i % 3))),
        ["several choices under masks"] = EnvironmentSubject.Of(() => new Crane()),
        ["several choices, replayed"] = EnvironmentSubject.Of<IEnvironment>(() => new Crane()),
        ["bits"] = EnvironmentSubject.Of(() => new Lamps()),
        ["bits, replayed"] = EnvironmentSubject.Of<IEnvironment>(() => new Lamps()),
        ["pixels"] = EnvironmentSubject.Of(() => new Ticker(1)),
    };

    /// <summary>Nothing in them is random: that two seeds play alike is a warning.</summary>
    private static readonly string[] s_deterministic = ["CliffWalking-v1", "DeepSea-10", "DeepSea-20", "DeepSea-30", "DeepSea-50"];

    public static TheoryData<string, string> RegistryCases => Cases(EnvironmentRegistry.All.Select(entry => entry.Name));

    public static TheoryData<string, string> ToyCases => Cases(Toys.Keys);

    [Theory]
    [MemberData(nameof(RegistryCases))]
    public void Every_environment_of_the_registry_keeps_every_rule(string name, string rule)
    {
        EnvironmentSubject subject = EnvironmentSubject.Of(EnvironmentRegistry.Find(name));
        if (rule == "chance" && s_deterministic.Contains(name))
        {
            Assert.Equal(CheckOutcome.Warning, EnvironmentCheck.Rules.Single(r => r.Name == rule).Check(subject).Outcome);
            return;
        }

        EnvironmentAssert.Keeps(rule, subject);
    }

    [Theory]
    [MemberData(nameof(ToyCases))]
    public void Every_form_of_state_keeps_every_rule(string form, string rule) => EnvironmentAssert.Keeps(rule, Toys[form]);

    private static TheoryData<string, string> Cases(IEnumerable<string> names)
    {
        TheoryData<string, string> cases = [];
        foreach (string name in names)
        {
            foreach (EnvironmentRule rule in EnvironmentCheck.Rules)
            {
                cases.Add(name, rule.Name);
            }
        }

        return cases;
    }
}
