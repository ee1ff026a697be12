using Epoche.Conformance.Simulation;

namespace Epoche.Reinforcement.Tests.Simulation;

public sealed class EnvironmentConformanceTests
{
    /// <summary>
    /// Batch forms that compute in another precision than the scalar one; CartPole magnifies a difference 1.08-fold a step. An entry that is not listed must give the same bits.
    /// </summary>
    private static readonly Dictionary<string, float> Tolerances = new()
    {
        ["CartPole-v0"] = 1e-3f,
        ["CartPole-v1"] = 1e-3f,
        ["CartPole-wide"] = 1e-3f,
    };

    private static readonly Dictionary<string, EnvironmentSubject> Toys = new()
    {
        ["copied"] = EnvironmentSubject.Of(() => new WindyWalk()),
        ["replayed"] = EnvironmentSubject.Of(() => new ManagedWalk()),
        ["own state"] = EnvironmentSubject.Of(() => new StatefulWalk()),
        ["replayed, continuous"] = EnvironmentSubject.Of(() => new Drift()),
        ["wrapped"] = EnvironmentSubject.Of(() => new TimeLimit<WindyWalk>(new WindyWalk(), 11)),
        ["behind the interface"] = EnvironmentSubject.Of<IEnvironment>(() => new WindyWalk()),
    };

    public static TheoryData<string, string> RegistryCases => Cases(EnvironmentRegistry.All.Select(entry => entry.Name));

    public static TheoryData<string, string> ToyCases => Cases(Toys.Keys);

    [Theory]
    [MemberData(nameof(RegistryCases))]
    public void Every_environment_of_the_registry_keeps_every_rule(string name, string rule) =>
        EnvironmentKit.Checks[rule](EnvironmentSubject.Of(EnvironmentRegistry.Find(name), Tolerances.GetValueOrDefault(name)));

    [Theory]
    [MemberData(nameof(ToyCases))]
    public void Every_form_of_state_keeps_every_rule(string form, string rule) => EnvironmentKit.Checks[rule](Toys[form]);

    [Fact]
    public void No_tolerance_is_left_over() => Assert.Empty(Tolerances.Keys.Except(EnvironmentRegistry.All.Select(entry => entry.Name)));

    [Theory]
    [InlineData(Flaw.ShowsNaN, "Numbers_are_finite_and_fill_their_shapes")]
    [InlineData(Flaw.LeavesANumber, "Numbers_are_finite_and_fill_their_shapes")]
    [InlineData(Flaw.UsesAnotherClock, "A_seed_fixes_every_number")]
    [InlineData(Flaw.IgnoresTheStream, "A_seed_fixes_every_number")]
    [InlineData(Flaw.RemembersEpisodes, "A_reset_leaves_nothing_of_before")]
    [InlineData(Flaw.RemembersEpisodes, "A_restored_state_continues_with_the_same_bits")]
    [InlineData(Flaw.Allocates, "A_step_allocates_nothing")]
    public void The_kit_catches(Flaw flaw, string rule) =>
        Assert.Throws<NonconformityException>(() => EnvironmentKit.Checks[rule](EnvironmentSubject.Of(() => new FlawedEnvironment(flaw))));

    private static TheoryData<string, string> Cases(IEnumerable<string> names)
    {
        TheoryData<string, string> cases = [];
        foreach (string name in names)
        {
            foreach (string rule in EnvironmentKit.Checks.Keys)
            {
                cases.Add(name, rule);
            }
        }

        return cases;
    }
}
