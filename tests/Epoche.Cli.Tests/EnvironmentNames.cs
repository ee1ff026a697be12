namespace Epoche.Cli.Tests;

/// <summary>The lists of environments that messages give, as constants for the cases of tests.</summary>
public sealed class EnvironmentNames
{
    public const string All = "CartPole-v1, CartPole-v0, CartPole-wide, Pendulum-v1, " + Games
        + ", CartPole-no-velocity, Pendulum-no-velocity, " + Memory + Finance + ", " + MinAtar;

    public const string WithKeys =
        "CartPole-v1, CartPole-v0, CartPole-wide, " + Games + ", CartPole-no-velocity, " + Memory + ", " + MinAtar;

    public const string WithPlayer = Games + ", " + Memory + Finance + ", MinAtar-Breakout-v1, MinAtar-Breakout-v0";

    private const string Memory =
        "MountainCarContinuous-no-velocity, MemoryChain-10, MemoryChain-20, MemoryChain-50, TMaze-10, TMaze-30";

    private const string Games = "Catch-8x8, Catch-16x16, Cave-48x48, FrozenLake-v1, FrozenLake8x8-v1, CliffWalking-v1, Taxi-v3, "
        + "DeepSea-10, DeepSea-20, DeepSea-30, DeepSea-50, MountainCar-v0, MountainCarContinuous-v0, Acrobot-v1";

    private const string Finance = ", LifeFinance-v0, LifeFinance-v1, Merton-v0";

    private const string MinAtar = "MinAtar-Breakout-v1, MinAtar-Asterix-v1, MinAtar-Freeway-v1, MinAtar-SpaceInvaders-v1, "
        + "MinAtar-Seaquest-v1, MinAtar-Breakout-v0, MinAtar-Asterix-v0, MinAtar-Freeway-v0, MinAtar-SpaceInvaders-v0, MinAtar-Seaquest-v0";

    [Fact]
    public void The_lists_are_those_of_the_registry()
    {
        Assert.Equal(All, string.Join(", ", EnvironmentRegistry.All.Select(entry => entry.Name)));
        Assert.Equal(WithPlayer, string.Join(", ", EnvironmentRegistry.All.Where(entry => entry.Player is not null).Select(e => e.Name)));
    }
}
