using Epoche.Simulation;

namespace Epoche.Reinforcement.Tests.Simulation;

public sealed class FlyerStatesTests
{
    /// <summary>Against heights and speeds written as the rules have them, for every state and every action.</summary>
    [Fact]
    public void A_step_moves_every_state_as_the_rules_say()
    {
        for (int row = 4; row < 42; row++)
        {
            for (int number = 0; number < 18; number++)
            {
                FlyerStates single = FlyerStates.Single(row, number);
                Assert.Equal(1, single.Count);
                float y = row - 0.5f + (number % 2 / 2f), speed = ((number / 2) - 4) / 2f;
                Assert.Equal(row, (int)MathF.Floor(y + 0.5f));
                foreach (bool hold in (bool[])[true, false])
                {
                    float faster = hold ? MathF.Min(speed + 0.5f, 2) : MathF.Max(speed - 0.5f, -2), higher = y - faster;
                    int rowAfter = (int)MathF.Floor(higher + 0.5f),
                        numberAfter = (2 * (int)((2 * faster) + 4)) + (higher == rowAfter ? 1 : 0);
                    FlyerStates after = single.After(hold);
                    Assert.Equal(1, after.Count);
                    Assert.True(after.Contains(FlyerStates.Single(rowAfter, numberAfter)));
                    Assert.True(single.After().Contains(after));
                    Assert.False(after.Within(1UL << rowAfter).IsEmpty);
                    Assert.True(after.Within(~(1UL << rowAfter) & ((1UL << 48) - 1)).IsEmpty);
                }
            }
        }
    }

    [Fact]
    public void A_row_holds_eighteen_states()
    {
        Assert.Equal(18, FlyerStates.InRows(1UL << 7).Count);
        Assert.Equal(36, FlyerStates.InRows((1UL << 7) | (1UL << 40)).Count);
        Assert.Equal(18, FlyerStates.InRows((1UL << 7) | (1UL << 40)).Within(1UL << 40).Count);
        Assert.All(Enumerable.Range(0, 18), number => Assert.True(FlyerStates.InRows(1UL << 7).Contains(FlyerStates.Single(7, number))));
    }
}
