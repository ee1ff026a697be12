namespace Epoche.Reinforcement.Tests.Simulation;

/// <summary>Deliberate mistakes, each found by the rule it breaks.</summary>
public sealed class EnvironmentCheckTests
{
    [Theory]
    [InlineData(Flaw.ThrowsInItsConstructor, "plays", "It threw FileNotFoundException: There is no map.txt.")]
    [InlineData(Flaw.WritesTooMuch, "plays", "It threw IndexOutOfRangeException")]
    [InlineData(Flaw.HasNoName, "spec", "The spec has no name.")]
    [InlineData(Flaw.HasAnEmptyShape, "spec", "The observation's shape [2, 0] holds no number.")]
    [InlineData(Flaw.LeavesANumber, "filled", "Step 5 leaves number 1 of an observation of 2 unwritten.")]
    [InlineData(Flaw.ShowsNaN, "finite", "Number 0 of the observation of environment 0 after 8 steps is NaN.")]
    [InlineData(Flaw.RewardsInfinity, "finite", "The reward of environment 0 for step 7 is Infinity.")]
    [InlineData(Flaw.ShowsPixelsBetweenTwoSteps, "range", "A pixel is 0.25, which is no k/2 with a whole k from 0 to 255, "
        + "though PixelSteps is 2.")]
    [InlineData(Flaw.ReturnsMoreThanTheBest, "range", "An episode returned 9, more than the spec's BestReturn of 8.")]
    [InlineData(Flaw.NeverEnds, "ends", "None of 7 environments ended an episode within 1500 random steps, and there is no time limit.")]
    [InlineData(Flaw.UsesAStaticCounter, "seed", "The same seed and the same actions gave other numbers.")]
    [InlineData(Flaw.IgnoresTheStream, "chance", "Two seeds gave the same numbers.")]
    [InlineData(Flaw.RemembersEpisodes, "reset", "After other episodes, a reset with the same seed gives other numbers.")]
    [InlineData(Flaw.RemembersEpisodes, "state", "It threw InvalidOperationException: Flawed: a saved state could not be restored. "
        + "Environment 0, made again and played as before for ")]
    [InlineData(Flaw.AllowsNothing, "masks", "After 3 steps the state of environment 0 allows no action.")]
    [InlineData(Flaw.InformsOfNaN, "finite", "The number 'steps' beside step 4 of environment 0 is NaN.")]
    [InlineData(Flaw.ShowsAnIndexThatIsNone, "range", "'steps' is 7; by its layout it is a whole number from 0 to 6.")]
    [InlineData(Flaw.ShowsTwoOnes, "range", "'observation' is no row of 0 with one 1")]
    [InlineData(Flaw.Allocates, "memory", "3000 steps of 16 environments, with their resets, allocated ")]
    public void A_mistake_in_an_environment_is_found(Flaw flaw, string rule, string observed) =>
        AssertFinds(EnvironmentSubject.Of(() => new FlawedEnvironment(flaw)), rule, observed);

    [Theory]
    [InlineData(Flaw.HasANegativeLimit, "spec", "The time limit is -1")]
    [InlineData(Flaw.HasAnotherLayout, "spec", "In its spec the layout (observation (index of 2)) is of the shape [1], Observation is "
    + "[2]. Set Observation = layout.Shape.")]
    [InlineData(Flaw.ChangesItsSpec, "spec", "Two environments differ in their specs: ")]
    public void A_mistake_in_a_spec_is_found(Flaw flaw, string rule, string observed) =>
        AssertFinds(EnvironmentSubject.Of(() => new FlawedEnvironment(flaw)), rule, observed);

    [Theory]
    [InlineData(Flaw.ForgetsToSaveAField, "state", "Restored into a new environment after 0 steps, the state continues otherwise.")]
    [InlineData(Flaw.AcceptsAnyState, "damage", "RestoreState accepts a state of its own that lacks a byte.")]
    public void A_mistake_in_a_saved_state_is_found(Flaw flaw, string rule, string observed) =>
        AssertFinds(EnvironmentSubject.Of(() => new FlawedState(flaw)), rule, observed);

    [Theory]
    [InlineData(BatchFlaw.LeavesOutTheFinalObservation, "filled", "and leaves its final observation unwritten.")]
    [InlineData(BatchFlaw.WritesFinalObservationsAlways, "filled", "whose episode goes on.")]
    [InlineData(BatchFlaw.DoesNotTruncate, "limit", " is at step 40 of an episode with a time limit of 40 and not truncated.")]
    [InlineData(BatchFlaw.GivesHalfTheReward, "batch", "in the batch form and ")]
    [InlineData(BatchFlaw.DependsOnTheCount, "neighbours", "plays otherwise in a batch of 70 than in one of 3")]
    [InlineData(BatchFlaw.AcceptsAnyAction, "calls", "The environment accepts the action -1 of discrete(3).")]
    [InlineData(BatchFlaw.StepsBeforeTheReset, "calls", "The environment accepts a step before the reset.")]
    [InlineData(BatchFlaw.RestoresNothing, "state", "It threw InvalidOperationException")]
    [InlineData(BatchFlaw.AcceptsACutState, "damage", "RestoreState accepts only 0 of ")]
    [InlineData(BatchFlaw.HasAnotherSpec, "spec", "The batch form has the spec ")]
    [InlineData(BatchFlaw.HasAnotherCount, "spec", "WithCount(5) makes a batch of another count or spec.")]
    public void A_mistake_in_a_batch_is_found(BatchFlaw flaw, string rule, string observed) => AssertFinds(
        new(() => new WindyWalk(), count => new FlawedBatch(BatchEnvironment.Of(() => new WindyWalk(), count), flaw)), rule, observed);

    [Theory]
    [InlineData(BatchFlaw.AcceptsForbiddenActions, "calls", "The environment accepts an action that its mask forbids.")]
    [InlineData(BatchFlaw.LeavesOutTheMasks, "filled", "leaves a part of the action mask of environment ")]
    [InlineData(BatchFlaw.LeavesOutTheFinalMasks, "filled", "and leaves a part of its final action mask unwritten.")]
    [InlineData(BatchFlaw.LeavesOutTheInformation, "filled", "leaves a number of the information of environment 0 unwritten.")]
    [InlineData(BatchFlaw.AllowsMore, "batch", "the batch form allows the actions 0, ")]
    public void A_mistake_in_masks_or_information_is_found(BatchFlaw flaw, string rule, string observed) => AssertFinds(
        new(() => new Ferry(), count => new FlawedBatch(BatchEnvironment.Of(() => new Ferry(), count), flaw)), rule, observed);

    [Fact]
    public void Environments_are_checked_by_their_index_too()
    {
        Assert.All(
            EnvironmentCheck.Run(i => new TimeLimit<WindyWalk>(new WindyWalk(), 11 + (i % 3))),
            finding => Assert.Equal(CheckOutcome.Passed, finding.Outcome));
        AssertFinds(
            new(() => new WindyWalk(), count => BatchEnvironment.Of(i => new TimeLimit<WindyWalk>(new WindyWalk(), 11 + (i % 3)), count)),
            "spec",
            "The batch form has the spec ");
    }

    [Fact]
    public void Where_an_environment_does_not_run_nothing_else_is_said()
    {
        List<EnvironmentFinding> findings = [.. EnvironmentCheck.Run(() => new FlawedEnvironment(Flaw.WritesTooMuch))];

        Assert.Equal(CheckOutcome.Failed, findings[0].Outcome);
        Assert.Contains("FlawedEnvironment.Observe", findings[0].Observed, StringComparison.Ordinal); // where it happened
        Assert.All(findings.Skip(1), finding => Assert.Equal(CheckOutcome.Skipped, finding.Outcome));
    }

    [Fact]
    public void One_mistake_breaks_few_rules()
    {
        List<EnvironmentFinding> findings = [.. EnvironmentCheck.Run(() => new FlawedEnvironment(Flaw.ShowsNaN))];

        Assert.Equal(["finite"], findings.Where(finding => finding.Outcome != CheckOutcome.Passed).Select(finding => finding.Rule.Name));
    }

    [Fact]
    public void What_was_seen_of_a_good_environment_is_said_too()
    {
        Dictionary<string, string> observed = EnvironmentCheck.Run(() => new WindyWalk())
            .ToDictionary(finding => finding.Rule.Name, finding => finding.Observed);

        Assert.Equal("observation [2], actions discrete(3), at most 40 steps", observed["plays"]);
        Assert.StartsWith("observations within [-", observed["finite"], StringComparison.Ordinal);
        Assert.Matches("^[0-9]+ episodes of [0-9]+ to 40 random steps: [0-9]+ terminated, [0-9]+ truncated$", observed["ends"]);
    }

    [Fact]
    public void Every_rule_says_what_it_means_and_what_to_do()
    {
        Assert.All(
            EnvironmentCheck.Rules,
            rule => Assert.All((string[])[rule.Name, rule.Statement, rule.Meaning, rule.LikelyFix], Assert.NotEmpty));
        Assert.Equal(EnvironmentCheck.Rules.Count, EnvironmentCheck.Rules.Select(rule => rule.Name).Distinct().Count());
    }

    private static void AssertFinds(EnvironmentSubject subject, string name, string observed)
    {
        EnvironmentRule rule = EnvironmentCheck.Rules.Single(r => r.Name == name);

        EnvironmentFinding finding = rule.Check(subject);

        Assert.Equal(rule.OnlyWarns ? CheckOutcome.Warning : CheckOutcome.Failed, finding.Outcome);
        Assert.Contains(observed, finding.Observed, StringComparison.Ordinal);
    }
}
