namespace Epoche.Learning.Tests;

/// <summary>Saves a part and loads it into another, in memory.</summary>
internal static class StateCopy
{
    public static void Move(IStateful from, IStateful to)
    {
        StateBuffer bytes = new();
        StateSaver saver = new(bytes);
        saver.Part("part", from);
        new StateLoader(bytes.ToArray(), "memory", (_, _) => { }).Part("part", to);
    }
}
