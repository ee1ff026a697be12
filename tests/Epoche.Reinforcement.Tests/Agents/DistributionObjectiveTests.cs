using Epoche;

namespace Epoche.Reinforcement.Tests.Agents;

public sealed class DistributionObjectiveTests
{
    /// <summary>On the atoms 0, 1, 2, 3, 4; what is expected is worked out by hand.</summary>
    [Theory]
    [InlineData(0f, 1f, new[] { 0.1f, 0.2f, 0.3f, 0.25f, 0.15f })] // every value lies on an atom: nothing may be lost
    [InlineData(1f, 0f, new[] { 0f, 1, 0, 0, 0 })] // terminated: everything at the reward
    [InlineData(1.25f, 0f, new[] { 0f, 0.75f, 0.25f, 0, 0 })]
    [InlineData(2f, 1f, new[] { 0f, 0, 0.1f, 0.2f, 0.7f })] // what lies beyond the last atom counts as the last
    [InlineData(-2f, 1f, new[] { 0.6f, 0.25f, 0.15f, 0, 0 })]
    [InlineData(0.5f, 0.5f, new[] { 0.05f, 0.4f, 0.475f, 0.075f, 0 })] // values ½, 1, 1½, 2, 2½
    public void Distributions_are_projected_onto_the_atoms(float reward, float discount, float[] expected)
    {
        float[] projected = new float[5];
        CategoricalProjection.Project([0.1f, 0.2f, 0.3f, 0.25f, 0.15f], [reward], [discount], 0, 4, projected);
        Assert.Equal(expected, projected, (a, b) => MathF.Abs(a - b) < 1e-6f);
    }

    [Fact]
    public void No_probability_is_lost_or_made()
    {
        Rng random = new(3);
        const int rows = 2_000, atoms = 51;
        float[] probabilities = new float[rows * atoms], rewards = new float[rows], discounts = new float[rows];
        for (int i = 0; i < rows; i++)
        {
            rewards[i] = (i % 4) switch { 0 => random.NextInt(5) - 2, 1 => random.NextSingle(-300, 300), _ => random.NextSingle(-3, 3) };
            discounts[i] = (i % 3) switch { 0 => 0, 1 => 1, _ => 0.99f };
            for (int j = 0; j < atoms; j++)
            {
                probabilities[(i * atoms) + j] = 1f / atoms;
            }
        }

        float[] projected = new float[probabilities.Length];
        CategoricalProjection.Project(probabilities, rewards, discounts, -10, 10, projected);
        for (int i = 0; i < rows; i++)
        {
            Assert.InRange(projected.AsSpan(i * atoms, atoms).ToArray().Sum(p => (double)p), 1 - 1e-6, 1 + 1e-6);
        }
    }

    /// <summary>
    /// One action with two atoms at 0 and 1: online logits (0, ln 3), so probabilities ¼ and ¾; the target network's are ½ and ½; reward ½
    /// and discount ½ put them on ½ and 1: projected ¼ and ¾. The cross-entropy is −¼ ln ¼ − ¾ ln ¾.
    /// </summary>
    [Fact]
    public void The_categorical_loss_is_the_cross_entropy_of_the_projection()
    {
        Sequential online = Head(new CategoricalValues(0, 1), 2, [0, MathF.Log(3)]), target = Head(new CategoricalValues(0, 1), 2, [0, 0]);
        using (new StepArena().Step())
        {
            TransitionLosses found = DistributionObjective.Categorical(
                online, target, One(0.5f, 0.5f), (CategoricalValues)online.Layers[^1], doubleQ: false);
            Assert.Equal((float)(-(0.25 * Math.Log(0.25)) - (0.75 * Math.Log(0.75))), found.Losses.Item(), 5);
            Assert.Equal(0.75f, online.Call(Tensor.Of([1], [1, 1])).Item(), 5); // what it acts by is the mean
        }
    }

    /// <summary>
    /// Quantiles θ = (0, 1) against y = 0 + 1·(0, 3), τ = ¼ and ¾. Errors of θ₀: 0, 3; of θ₁: −1, 2. Huber with κ = 1: 0, 2½ and ½, 1½.
    /// Summed over i, averaged over j: ¼·(0 + 2½)/2 + (¼·½ + ¾·1½)/2 = 0.3125 + 0.625.
    /// </summary>
    [Fact]
    public void The_quantile_loss_sums_over_predictions_and_averages_over_targets()
    {
        Sequential online = Head(new QuantileValues(), 2, [0, 1]), target = Head(new QuantileValues(), 2, [0, 3]);
        using (new StepArena().Step())
        {
            TransitionLosses found = DistributionObjective.Quantile(
                online, target, One(0, 1), (QuantileValues)online.Layers[^1], doubleQ: false, kappa: 1);
            Assert.Equal(0.9375f, found.Losses.Item());
            Tape.Backward(found.Losses.Sum());
        }

        // dL/dθ₀ = −¼·(0 + 1)/2; dL/dθ₁ = (¼·1 − ¾·1)/2.
        Assert.Equal([-0.125f, -0.25f], online.Parameters.Gradients[2..].ToArray());
    }

    /// <summary>Two actions; the online network prefers the first, the target network the second: y differs.</summary>
    [Theory]
    [InlineData(false, 4.5f)] // |4 + 1 − 0| − ½ of the second action's quantiles (4, 4)
    [InlineData(true, 1.5f)] // of the first action's (1, 1): |1 + 1| − ½
    public void In_double_learning_the_online_network_chooses(bool doubleQ, float expected)
    {
        Sequential online = Head(new QuantileValues(), 2, [0, 0, -1, -1], actions: 2);
        Sequential target = Head(new QuantileValues(), 2, [1, 1, 4, 4], actions: 2);
        using (new StepArena().Step())
        {
            TransitionLosses found = DistributionObjective.Quantile(
                online, target, One(1, 1), (QuantileValues)online.Layers[^1], doubleQ, kappa: 1);
            Assert.Equal(expected, found.Losses.Item()); // Σ_i τ_i = 1
        }
    }

    /// <summary>As before, but the state that follows allows only the first action.</summary>
    [Fact]
    public void Only_allowed_actions_are_bootstrapped_from()
    {
        Sequential online = Head(new QuantileValues(), 2, [0, 0, -1, -1], actions: 2);
        Sequential target = Head(new QuantileValues(), 2, [1, 1, 4, 4], actions: 2);
        using (new StepArena().Step())
        {
            Transitions t = One(1, 1) with { Allowed_t = Tensor.Of([1, 0], [1, 2]) };
            Assert.Equal(
                1.5f,
                DistributionObjective.Quantile(online, target, t, (QuantileValues)online.Layers[^1], doubleQ: false, kappa: 1)
                    .Losses.Item());
        }
    }

    private static Transitions One(float reward, float discount) =>
        new(Tensor.Of([1], [1, 1]), Tensor.Of([0], [1]), Tensor.Of([reward], [1]), Tensor.Of([discount], [1]), Tensor.Of([1], [1, 1]));

    /// <summary>A network that gives the same atoms whatever it sees.</summary>
    private static Sequential Head(ValueDistribution values, int atoms, float[] bias, int actions = 1)
    {
        Sequential net = [new Dense(actions * atoms), new Reshape([actions, atoms]), values];
        net.Build([1]);
        net.Parameters.Values.Clear();
        bias.CopyTo(net.Parameters.Values[(actions * atoms)..]);
        return net;
    }
}
