using Network = Epoche.ActorCritic;

namespace Epoche.Reinforcement.Tests.Agents.PolicyGradient;

public sealed class RecurrentRolloutTests
{
    private const int Steps = 5, Limit = 3;

    /// <summary>Two corridors that are cut off after three steps, five steps of each, beside the network called step by step.</summary>
    [Fact]
    public void A_rollout_values_what_it_saw_with_the_states_that_belong_to_it()
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => new TimeLimit<Corridor>(default, Limit), 2);
        Network network = new(
            environment.Spec, spec => PolicyNetwork.Create(spec, new() { Memory = new() { Units = 3 }, Hidden = [4] }), "Network",
            normalizes: false, scales: false, seed: 1, remembers: true);
        OnPolicyActor actor = new(environment.Spec, network, Steps, 0.9f, scales: false, seed: 1);
        TransitionBuffers buffers = new(environment);
        (List<float[]> seen, List<float[]> last) = Play(environment, actor, buffers);
        for (int i = 0; i < 2; i++)
        {
            float[] state = new float[network.StateSize];
            for (int t = 0; t < Steps; t++)
            {
                Assert.Equal(Value(network, Row(seen[t], i), state), actor.Rollout.Values[(t * 2) + i]);
                if (t == Limit - 1)
                {
                    Assert.Equal(Value(network, Row(last[t], i), [.. state]), actor.Rollout.Following[(t * 2) + i]); // the state after it
                    Array.Clear(state);
                }
            }

            Assert.Equal(Value(network, Row(buffers.Observations, i), [.. state]), actor.Rollout.Following[((Steps - 1) * 2) + i]);
        }
    }

    private static (List<float[]> Seen, List<float[]> Last) Play(
        IBatchEnvironment environment, OnPolicyActor actor, TransitionBuffers buffers)
    {
        (List<float[]> seen, List<float[]> last) = ([], []);
        actor.Allocate(2);
        environment.Reset(1, buffers.Observations);
        actor.Begin();
        int[] actions = new int[2];
        for (int t = 0; t < Steps; t++)
        {
            seen.Add([.. buffers.Observations]);
            actor.Act(buffers.Observations, new PolicyActions(actions));
            environment.Step(actions, buffers.View);
            last.Add([.. buffers.FinalObservations]);
            actor.Observe(buffers.View);
        }

        return (seen, last);
    }

    private static float[] Row(float[] rows, int row) => rows[(row * 2)..((row * 2) + 2)];

    private static float Value(Network network, float[] observation, float[] state)
    {
        using (network.Memory!.Step(state, 1))
        {
            return network.Call(Tensor.Of(observation, [1, 2])).Values.ToArray()[0];
        }
    }
}
