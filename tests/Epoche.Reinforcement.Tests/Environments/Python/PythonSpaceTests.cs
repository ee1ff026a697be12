namespace Epoche.Reinforcement.Tests.Simulation;

public sealed class PythonSpaceTests
{
    [Fact]
    public void A_registered_environment_says_what_it_is()
    {
        using IBatchEnvironment cart = PythonHere.Batch("Cart-v0");

        Assert.Equal("gymnasium:Cart-v0", cart.Spec.Name);
        Assert.Equal([4], cart.Spec.Observation);
        Assert.Equal(ActionSpec.Discrete(2), cart.Spec.Actions);
        Assert.Equal(60, cart.Spec.TimeLimit);
        Assert.Equal(55, cart.Spec.SolvedAt);
    }

    [Fact]
    public void Spaces_within_spaces_become_parts_with_names_and_actions_of_several_choices()
    {
        using IBatchEnvironment machine = PythonHere.Batch("toys:Machine", 2);
        EnvironmentSpec spec = machine.Spec;

        Assert.Equal(
            "zebra [2, 2], arm/joint (index of 4), arm/speed [1], pair/0 [3], pair/1/0 (index of 2), pair/1/1 (index of 5)",
            spec.Layout!.ToString());
        Assert.Equal("multi-discrete(dials/0: 2, dials/1: 4, gear: 3, lamps/0: 2, lamps/1: 2)", spec.Actions.ToString());

        TransitionBuffers buffers = new(machine);
        machine.Reset(1, buffers.Observations);
        machine.Step(new([1, 3, 2, 1, 1, 0, 0, 0, 0, 0]), buffers.View);

        Assert.Equal([323, 1], buffers.Rewards);
        Assert.InRange(spec.Layout.Slice("arm/speed", buffers.Observations.AsSpan(0, buffers.Observations.Length / 2))[0], 0.5f, 1.5f);
        Assert.True(spec.Layout.Holds(buffers.Observations));
    }

    [Fact]
    public void A_space_that_starts_elsewhere_starts_at_0_here_and_masks_forbid()
    {
        using IBatchEnvironment room = PythonHere.Batch("toys:Room", 1, PythonHere.Two with { TimeLimit = 25 });
        TransitionBuffers buffers = new(room);
        room.Reset(3, buffers.Observations);
        room.WriteActionMasks(buffers.ActionMasks);
        while (buffers.Observations[0] > 0)
        {
            Assert.True(buffers.ActionMasks[0]);
            room.Step(new([0]), buffers.View);
        }

        Assert.Equal([false, true, true], buffers.ActionMasks);
        string message = Assert.Throws<ArgumentException>(() => room.Step(new([0]), new TransitionBuffers(room).View)).Message;
        Assert.Contains("forbids", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_of_pictures_are_shares_of_255_and_stay_bytes_in_replay()
    {
        using IBatchEnvironment pixels = PythonHere.Batch("toys:Pixels");
        TransitionBuffers buffers = new(pixels);
        pixels.Reset(5, buffers.Observations);

        Assert.Equal([8, 8, 1], pixels.Spec.Observation);
        Assert.Equal(255, pixels.Spec.PixelSteps);
        Assert.All(buffers.Observations, number => Assert.Equal(MathF.Round(number * 255) / 255, number));
    }

    [Fact]
    public void Actions_of_real_numbers_keep_their_shape_and_bounds()
    {
        using IBatchEnvironment plane = PythonHere.Batch("toys:Plane");
        TransitionBuffers buffers = new(plane);
        plane.Reset(5, buffers.Observations);
        float x = buffers.Observations[0], y = buffers.Observations[1];
        plane.Step(new([-1f, 2f]), buffers.View);

        Assert.Equal("continuous([-1, 1], [-2, 2])", plane.Spec.Actions.ToString());
        Assert.Equal(x - 0.1f, buffers.Observations[0], 1e-6f);
        Assert.Equal(y + 0.2f, buffers.Observations[1], 1e-6f);
    }

    [Fact]
    public void A_space_without_a_fixed_number_of_numbers_is_refused_by_name()
    {
        string message = Assert.Throws<PythonEnvironmentException>(() => PythonHere.Batch("toys:Story")).Message;

        Assert.Contains("observation space is or holds a Text space", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_of_info_come_beside_a_step()
    {
        using IBatchEnvironment cart = PythonHere.Batch("Cart-v0", 1, PythonHere.Options with { Information = ["lives", "none"] });
        TransitionBuffers buffers = new(cart);
        cart.Reset(5, buffers.Observations);
        cart.Step(new([1]), buffers.View);

        Assert.InRange(buffers.Information[0], 2, 3);
        Assert.True(float.IsNaN(buffers.Information[1]));
    }

    [Fact]
    public void Arguments_reach_the_constructor()
    {
        using IBatchEnvironment weak = PythonHere.Batch("Cart-v0", 1, PythonHere.Options with { Arguments = """{"push": 0}""" });
        TransitionBuffers buffers = new(weak);
        weak.Reset(5, buffers.Observations);
        float speed = buffers.Observations[1];
        weak.Step(new([1]), buffers.View);

        Assert.Equal(speed, buffers.Observations[1]);
    }

    [Fact]
    public void Gym_of_old_gives_four_values_and_is_seeded_apart()
    {
        using IBatchEnvironment walk = PythonHere.Batch("gym:Walk-v0", 3), again = PythonHere.Batch("gym:Walk-v0", 3);
        TransitionBuffers one = new(walk), other = new(again);
        walk.Reset(5, one.Observations);
        again.Reset(5, other.Observations);
        (int terminated, int truncated) = (0, 0);
        for (int step = 0; step < 200; step++)
        {
            int[] actions = [step % 2, step / 2 % 2, 1];
            walk.Step(new(actions), one.View);
            again.Step(new(actions), other.View);
            terminated += one.Terminated.Count(flag => flag);
            truncated += one.Truncated.Count(flag => flag);
            Assert.Equal(one.Observations, other.Observations);
        }

        Assert.Equal(20, walk.Spec.TimeLimit);
        Assert.True(terminated > 0 && truncated > 0);
    }
}
