using Epoche;

namespace Epoche.Reinforcement.Tests.Policies;

/// <summary>What a policy refuses to act on, and what it says.</summary>
public sealed class GreedyPolicyTests
{
    private readonly GreedyPolicy _policy;

    public GreedyPolicyTests()
    {
        Sequential network = [new Dense(2)];
        network.Build([4]);
        _policy = new(network);
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    [InlineData(float.NegativeInfinity, "-Infinity")]
    public void What_is_not_a_number_is_refused_with_its_position(float odd, string text)
    {
        string expected = $"Number 2 of observation {{0}} is {text}; expected finite numbers, for anything else has no best action. "
            + "Check where it comes from: a sensor, a division by zero. (Parameter 'observations')";
        Assert.Equal(string.Format(null, expected, 0), Assert.Throws<ArgumentException>(() => _policy.Act([0, 0, odd, odd])).Message);
        Assert.Equal(
            string.Format(null, expected, 1),
            Assert.Throws<ArgumentException>(() => _policy.Act([0, 0, 0, 0, 0, 0, odd, 0], new PolicyActions(new int[2]))).Message);
        Assert.Equal(
            string.Format(null, expected, 0), Assert.Throws<ArgumentException>(() => _policy.Values([0, 0, odd, 0], new float[2])).Message);
    }

    [Fact]
    public void Room_of_a_wrong_length_is_what_is_blamed()
    {
        Assert.Equal(
            "The values of 1 observation are 2 numbers, 2 for each; received room for 1. (Parameter 'values')",
            Assert.Throws<ArgumentException>(() => _policy.Values(new float[4], new float[1])).Message);
        Assert.Equal(
            "The values of 3 observations are 6 numbers, 2 for each; received room for 0. (Parameter 'values')",
            Assert.Throws<ArgumentException>(() => _policy.Values(new float[12], [])).Message);
        Assert.Equal(
            "The actions for 2 observations are 2 indices; received room for 1. (Parameter 'actions')",
            Assert.Throws<ArgumentException>(() => _policy.Act(new float[8], new PolicyActions(new int[1]))).Message);
        Assert.Equal(
            "The actions for 2 observations are 2 indices; received room for 0. Room for numbers was given: a greedy policy chooses among "
            + "actions by their index. (Parameter 'actions')",
            Assert.Throws<ArgumentException>(() => _policy.Act(new float[8], new PolicyActions(new float[2]))).Message);
    }

    [Fact]
    public void Observations_of_a_wrong_length_are_what_is_blamed()
    {
        Assert.Equal(
            "Expected observations of shape [4], a multiple of 4 numbers; received 3. (Parameter 'observations')",
            Assert.Throws<ArgumentException>(() => _policy.Values(new float[3], new float[2])).Message);
        Assert.Equal(
            "Expected one observation of shape [4], 4 numbers; received 8. (Parameter 'observation')",
            Assert.Throws<ArgumentException>(() => _policy.Act(new float[8])).Message);
    }
}
