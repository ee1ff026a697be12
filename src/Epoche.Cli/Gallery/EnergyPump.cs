namespace Epoche.Cli.Gallery;

/// <summary>Swings a pendulum higher and higher: it always pushes the way the pendulum moves.</summary>
internal sealed class EnergyPump : IPolicy
{
    public void Act(ReadOnlySpan<float> observations, PolicyActions actions)
    {
        for (int i = 0; i < actions.Values.Length; i++)
        {
            actions.Values[i] = observations[(i * 3) + 2] < 0 ? -2 : 2;
        }
    }
}
